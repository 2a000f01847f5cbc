import type { SearchKind } from '../../../../contract/members/search.ts';
import { visibleString } from '../../../components/text/visible-text.ts';

/** How the core understood a query, in words: shown above the rows. */
export function understoodAs(kind: SearchKind, text: string): string {
  const asked = visibleString(bareOf(text));
  switch (kind) {
    case 'newest':
      return 'All members, newest first';
    case 'id':
      return `Id is ${asked}, or the nickname starts with it`;
    case 'nickname':
      return `Nickname contains “${asked}”`;
    case 'email':
      return `E-mail starts with ${asked}`;
    case 'domain':
      return `E-mail at ${asked}`;
    case 'address':
      return `Signed in from ${asked}`;
    case 'device':
      return `Signed in with a device ${asked}`;
    case 'lookalike':
      return `Looks like “${asked}”`;
  }
}

/** That nothing was found, in words. */
export function noneFound(kind: SearchKind, text: string, filtered: boolean): string {
  const asked = visibleString(bareOf(text));
  const rest = filtered ? ' and fits the filters' : '';
  switch (kind) {
    case 'newest':
      return filtered ? 'No member fits these filters' : 'This community has no members yet';
    case 'id':
      return `No member has the id ${asked}, or a nickname that starts with it${filtered ? ', and fits the filters' : ''}`;
    case 'nickname':
      return `No member has a nickname that contains “${asked}”${rest}`;
    case 'email':
      return `No member has an e-mail that starts with ${asked}${rest}`;
    case 'domain':
      return `No member has an e-mail at ${asked}${rest}`;
    case 'address':
      return `No member signed in from ${asked}${rest}`;
    case 'device':
      return `No member signed in with a device ${asked}${rest}`;
    case 'lookalike':
      return `No member’s nickname looks like “${asked}”${rest}`;
  }
}

/** From how many members looked at in vain it is said how many those are. */
const worthSaying = 5000;

/**
 * That a search goes on looking, or was stopped at it; null while it finds enough for that to go without saying.
 * `rows` is how many it found among those it looked at.
 */
export function lookingWords(o: { rows: number; lookedAt: number; stopped: boolean }): string | null {
  const members = `${new Intl.NumberFormat('en-GB').format(o.lookedAt)} members`;
  if (o.stopped) return `Stopped after looking at ${members}.`;
  return o.lookedAt - o.rows < worthSaying ? null : `Looked at ${members} so far.`;
}

/** What can be typed, by example. */
export const searchForms: readonly { typed: string; finds: string }[] = [
  { typed: 'mara', finds: 'nicknames that contain it, those that start with it first' },
  { typed: '4211', finds: 'the member with this id, and nicknames that start with it' },
  { typed: 'mara@ex', finds: 'e-mails that start with it' },
  { typed: '@example.org', finds: 'e-mails at this domain' },
  { typed: '84.12.7.20', finds: 'members who signed in from this address' },
  { typed: '84.12.0.0/16', finds: 'from any address of this network; IPv6 too' },
  { typed: '7d444840-9dc0', finds: 'members who signed in with this device' },
  { typed: '~mara', finds: 'nicknames that look like it: m4ra, MARA, mаra' },
  { typed: 'name: email: ip: device: id:', finds: 'put before it, say what is meant' },
];

/** The query without the sign or word that says what is meant. */
function bareOf(text: string): string {
  return text.trim().replace(/^(?:(?:id|name|email|ip|device):\s*|[~#@])/i, '');
}
