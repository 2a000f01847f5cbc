import { ofNumbers } from './functions.ts';
import type { Token } from './tokens.ts';

/** A text serves columns of texts and of numbers alike: their indexes can be used. */
const text = "'1'";

/** After these a value is a number, as it is written. */
const beforeNumber = /^(?:LIMIT|OFFSET|BY|ROWS|FIRST|EXAMINED)$/i;
/** Before these too. */
const afterNumber = /^(?:PRECEDING|FOLLOWING)$/i;
/** What can follow FROM and JOIN without being a table's name. */
const noTable = /^(?:SELECT|LATERAL|DUAL|VALUES|JSON_TABLE|STRAIGHT_JOIN)$/i;

/** Both servers write the first for the other, which is more often meant; with a bracket it is the function. */
const spelledOtherwise: Readonly<Record<string, string>> = { SYSTEM_USER: '`user`' };

/**
 * The statement of these tokens, with placeholders for values: 1 where the language wants a number, else the text '1'. A
 * list of unknown length becomes one value in brackets, and two without.
 */
export function filled(tokens: readonly Token[]): string {
  /** The word before each bracket that is open. */
  const open: string[] = [];
  const written: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    if (token.text === '(') open.push(before?.kind === 'word' ? before.text.toLowerCase() : '');
    if (token.text === ')') open.pop();
    if (token.kind === 'value') {
      const isList = next?.text === ',' && tokens[at + 2]?.kind === 'more';
      written.push(valueAt({ before, next, within: open.at(-1) ?? '', isList }));
      if (isList) at += 2;
    } else if (token.kind === 'more') {
      written.push(ofNumbers.has(open.at(-1) ?? '') ? '1' : text);
    } else {
      written.push(wordAt(token, before, next));
    }
  }
  // A function's name and its bracket must touch.
  return written.join(' ').replace(/([\w`]) \(/g, '$1(');
}

interface Place {
  readonly before: Token | undefined;
  readonly next: Token | undefined;
  readonly within: string;
  readonly isList: boolean;
}

function valueAt({ before, next, within, isList }: Place): string {
  const word = before?.kind === 'word' ? before.text : '';
  if (/^IS$/i.test(word)) return 'NULL';
  // LIMIT 10, 20 and ORDER BY 1, 2 are lists too.
  if (beforeNumber.test(word) || afterNumber.test(next?.text ?? '') || ofNumbers.has(within)) return '1';
  return isList ? `${text} , ${text}` : text;
}

function wordAt(token: Token, before: Token | undefined, next: Token | undefined): string {
  if (token.kind !== 'word' || next?.text === '(') return token.text;
  const otherwise = spelledOtherwise[token.text];
  if (otherwise !== undefined) return otherwise;
  // Names that are words of the language come in capitals; a table's name may have to be as it was made.
  const isTable =
    before?.kind === 'word' && /^(?:FROM|JOIN)$/i.test(before.text) && !noTable.test(token.text);
  return isTable ? `\`${token.text.toLowerCase()}\`` : token.text;
}
