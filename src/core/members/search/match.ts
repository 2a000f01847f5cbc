import type { Match } from '../../../contract/members/search.ts';
import { emailHint } from '../keys/email.ts';
import { foldSeen } from '../keys/name.ts';
import type { FoundRow } from './found.ts';
import type { Understood } from './understand.ts';

/**
 * What of a member the query met. Of an e-mail it shows no more than the query did; of addresses, what was typed.
 * `key` is the device that was found.
 */
export function matchOf(understood: Understood, row: FoundRow, key: string): Match | null {
  switch (understood.kind) {
    case 'newest':
      return null;
    case 'id':
      return row.id === understood.id ? whole('id', row.id) : inNickname(row.nickname, understood.name);
    case 'nickname':
      return inNickname(row.nickname, understood.name);
    case 'lookalike':
      return whole('nickname', row.nickname);
    case 'email': {
      const { start } = understood;
      const at = start.lastIndexOf('@');
      const typed =
        at < 0
          ? { local: lettersOf(start) }
          : { local: lettersOf(start), domain: lettersOf(start.slice(at + 1)) };
      return { in: 'email', text: emailHint(row.email_key, typed), start: 0, length: start.length };
    }
    case 'domain': {
      const { start } = understood;
      const text = emailHint(row.email_key, { domain: lettersOf(start) });
      return { in: 'email', text, start: text.lastIndexOf('@') + 1, length: start.length };
    }
    case 'address':
      return whole('address', understood.typed);
    case 'device':
      return { in: 'device', text: key, start: 0, length: understood.start.length };
  }
}

function whole(where: Match['in'], text: string): Match {
  return { in: where, text, start: 0, length: text.length };
}

function lettersOf(text: string): number {
  return [...text].length;
}

/** Most nicknames: letters that fold one to one. */
const isPlain = /^[!-~]+$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Where the nickname has the folded text, in UTF-16 units of the nickname as it is written: folding makes of one letter
 * two, or none. Found letter by letter; the whole nickname where only all of it folds to what was asked for.
 */
export function inNickname(nickname: string, text: string): Match {
  if (isPlain.test(nickname)) {
    const at = nickname.toLowerCase().indexOf(text);
    if (at >= 0) return { in: 'nickname', text: nickname, start: at, length: text.length };
  }
  let folded = '';
  /** For each unit of `folded`, the letter of the nickname that it comes from. */
  const from: { start: number; end: number }[] = [];
  for (const { segment, index } of graphemes.segment(nickname)) {
    const seen = foldSeen(segment);
    const isRepeated = seen.startsWith(' ') && (folded === '' || folded.endsWith(' '));
    const piece = isRepeated ? seen.slice(1) : seen;
    folded += piece;
    for (let unit = 0; unit < piece.length; unit += 1)
      from.push({ start: index, end: index + segment.length });
  }
  const at = folded.indexOf(text);
  const first = from[at];
  const last = from[at + text.length - 1];
  if (!first || !last) return whole('nickname', nickname);
  return { in: 'nickname', text: nickname, start: first.start, length: last.end - first.start };
}
