import type { Danger } from '../../../../contract/reports/values.ts';
import { plainWords } from '../../../components/text/plain-words.ts';

export const dangerWords: Record<Danger, string> = {
  life: 'danger to life',
  minors: 'danger to minors',
};

/** What a case is about, before its author: “A photo”, “A private conversation”, “The member”. */
export function subjectWords(kind: string): string {
  if (kind === 'member') return 'The member';
  if (kind === 'conversation') return 'A private conversation';
  const words = plainWords(kind);
  return `${/^[aeiou]/i.test(words) ? 'An' : 'A'} ${words}`;
}

/** Between what a case is about and its author: “A photo by …”, “A conversation with …”; nothing for a member. */
export function authorJoin(kind: string): string {
  if (kind === 'member') return '';
  return kind === 'conversation' ? 'with' : 'by';
}
