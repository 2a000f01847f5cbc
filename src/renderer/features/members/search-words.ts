import type { SearchKind } from '../../../contract/members.ts';
import { visibleString } from '../../components/text/visible-text.ts';

/** How the core understood a query, in words: shown above the rows. */
export function understoodAs(kind: SearchKind, query: string): string {
  const asked = visibleString(query.trim());
  switch (kind) {
    case 'newest':
      return 'All members, newest first';
    case 'id':
      return `Id is ${asked}`;
    case 'email':
      return `E-mail is ${asked}`;
    case 'nickname':
      return `Nickname starts with “${asked}”`;
  }
}

/** That nothing was found, in words. */
export function noneFound(kind: SearchKind, query: string): string {
  const asked = visibleString(query.trim());
  switch (kind) {
    case 'newest':
      return 'This community has no members yet';
    case 'id':
      return `No member has the id ${asked}`;
    case 'email':
      return `No member has the e-mail ${asked}`;
    case 'nickname':
      return `No member’s nickname starts with “${asked}”`;
  }
}
