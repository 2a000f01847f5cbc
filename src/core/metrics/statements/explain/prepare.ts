import type { Explained } from '../../../../contract/metrics/statements/explained.ts';
import { filled } from './fill.ts';
import { doing, reckoning } from './functions.ts';
import { type Token, tokensOf } from './tokens.ts';

type Refusal = Extract<Explained, { outcome: 'refused' }>;
export type Prepared =
  | { readonly outcome: 'ready'; readonly statement: string }
  | (Pick<Refusal, 'outcome' | 'reason' | 'message'> & {
      /** To be run by a person; null where it would be no use, or do something. */
      readonly statement: string | null;
    });

/**
 * A digest's text as a statement that the server can explain, with placeholders where the values were; or why not.
 * `digestBytes` is how much the server keeps of a statement, see `isCutOff`.
 */
export function preparedOf(text: string, digestBytes: number): Prepared {
  if (text === '') {
    return refused(
      'unreadable',
      'The server had forgotten the text of this statement before it could be read.',
    );
  }
  if (/\/\*\+/.test(text)) {
    return refused(
      'unreadable',
      'This statement holds hints to the optimizer, which its kept text does not tell in full.',
    );
  }
  const tokens = tokensOf(text);
  if (tokens === null) {
    return refused(
      'unreadable',
      'Parts of this statement, such as variables, cannot be put together from its kept text.',
    );
  }
  if (isCutOff(tokens, digestBytes)) {
    return refused(
      'cut-off',
      `The server keeps the first ${digestBytes.toLocaleString('en-GB')} bytes of a statement’s kind, and this one is longer: its end is not known. To keep more, raise max_digest_length and performance_schema_max_digest_length in the server’s configuration and start it again.`,
    );
  }
  if (!isRead(tokens)) {
    const writes =
      /^(?:UPDATE|DELETE|INSERT|REPLACE)$/i.test(tokens[0]?.text ?? '') &&
      whyUnsafe(tokens.slice(1)) === null;
    return refused(
      'not-a-read',
      'The console asks for plans of statements that read: SELECT, and WITH before a SELECT.',
      writes ? filled(tokens) : null,
    );
  }
  const unsafe = whyUnsafe(tokens);
  if (unsafe !== null) return refused('unsafe', unsafe);
  return { outcome: 'ready', statement: filled(tokens) };
}

function refused(reason: Refusal['reason'], message: string, statement: string | null = null): Prepared {
  return { outcome: 'refused', reason, message, statement };
}

function isRead(tokens: readonly Token[]): boolean {
  const first = tokens.find((it) => it.text !== '(');
  return first?.kind === 'word' && /^(?:SELECT|WITH)$/i.test(first.text);
}

/** A name may take so many bytes more; one that did not fit is left out with all that follows. */
const longestToken = 70;

/**
 * Whether the end is missing, which neither server says: they keep so many bytes of tokens, two of each and a name besides.
 * Nearly full counts as full, and what is opened must be closed.
 */
export function isCutOff(tokens: readonly Token[], digestBytes: number): boolean {
  const bytes = tokens.reduce(
    (sum, { kind, text }) => sum + (kind === 'name' ? 2 + Buffer.byteLength(text) : 2),
    0,
  );
  const open = tokens.reduce((depth, { text }) => depth + (text === '(' ? 1 : text === ')' ? -1 : 0), 0);
  return open !== 0 || bytes > digestBytes - longestToken;
}

/** Words that by themselves make a statement do something. */
const changing = /^(?:INTO|UPDATE|DELETE|PROCEDURE|CALL|LOAD|OUTFILE|DUMPFILE)$/i;
/** Pairs of words that lock rows or take the next number of a sequence. */
const pairs = /^(?:FOR UPDATE|FOR SHARE|LOCK IN|NEXT VALUE|PREVIOUS VALUE)$/i;

/** Why a read is not explained: a server may run parts of it in order to plan it. Null where nothing speaks against it. */
function whyUnsafe(tokens: readonly Token[]): string | null {
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    const calls = next?.text === '(';
    if (token.kind === 'word') {
      const word = token.text.toUpperCase();
      const pair = `${word} ${next?.text ?? ''}`;
      if (pairs.test(pair))
        return `It says ${pair.toUpperCase()}, and asking for its plan could lock rows or take a number.`;
      if (changing.test(word) || (/^(?:INSERT|REPLACE)$/.test(word) && !calls)) {
        return `It says ${word}, and asking for its plan could change something.`;
      }
      if (calls && doing.has(token.text.toLowerCase())) return unsafeCall(token.text);
    }
    // The columns of a WITH are no call.
    const isCommon = before?.kind === 'word' && /^(?:WITH|RECURSIVE)$/i.test(before.text);
    if (token.kind === 'name' && calls && !isCommon) {
      const name = token.text.slice(1, -1);
      if (before?.text === '.' || !reckoning.has(name.toLowerCase())) return unsafeCall(name);
    }
  }
  return null;
}

function unsafeCall(name: string): string {
  return `It calls ${name}, which the server may run in order to plan the statement.`;
}
