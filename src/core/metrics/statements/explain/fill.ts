import { ofNumbers, takes } from './functions.ts';
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
  const open: Bracket[] = [];
  const outside: Bracket = { word: '', commas: 0 };
  let written = '';
  let last: Token | undefined;
  const write = (token: Token, as: string) => {
    written += (last === undefined || touch(last, token) ? '' : ' ') + as;
    last = token;
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    if (token.text === '(') open.push({ word: nameOf(before), commas: 0 });
    if (token.text === ')') open.pop();
    const within = open.at(-1) ?? outside;
    if (token.text === ',') within.commas += 1;
    if (token.kind === 'value') {
      const isList = next?.text === ',' && tokens[at + 2]?.kind === 'more';
      write(token, valueAt({ before, next, within, isList }));
      if (isList) at += 2;
    } else if (token.kind === 'more') {
      write(token, ofNumbers.has(within.word) ? '1' : listOf(takes.get(within.word) ?? 1));
    } else {
      write(token, wordAt(token, before, next));
    }
  }
  return written;
}

/** Words before a bracket that are no function's name. */
const clauses =
  /^(?:ALL|AND|ANY|AS|BETWEEN|BY|CASE|DISTINCT|DIV|ELSE|EXCEPT|FROM|HAVING|IN|INTERSECT|INTERVAL|IS|JOIN|LATERAL|LIKE|MOD|NOT|ON|OR|OVER|RLIKE|SELECT|SOME|STRAIGHT_JOIN|THEN|UNION|USING|VALUES|WHEN|WHERE|WITH|XOR)$/i;

/** Whether two pieces stand without a space between. The name of a function and its bracket must. */
function touch(left: Token, right: Token): boolean {
  if (/^[,).]$/.test(right.text) || /^[(.]$/.test(left.text)) return true;
  return right.text === '(' && (left.kind === 'name' || (left.kind === 'word' && !clauses.test(left.text)));
}

/** A bracket that is open: the word before it, and how many arguments have ended in it. */
interface Bracket {
  readonly word: string;
  commas: number;
}

function nameOf(token: Token | undefined): string {
  if (token?.kind === 'word') return token.text.toLowerCase();
  return token?.kind === 'name' ? token.text.slice(1, -1).toLowerCase() : '';
}

const listOf = (count: number) => Array.from({ length: Math.max(1, count) }, () => text).join(', ');

interface Place {
  readonly before: Token | undefined;
  readonly next: Token | undefined;
  readonly within: Bracket;
  readonly isList: boolean;
}

function valueAt({ before, next, within, isList }: Place): string {
  const word = before?.kind === 'word' ? before.text : '';
  if (/^IS$/i.test(word)) return 'NULL';
  // LIMIT 10, 20 and ORDER BY 1, 2 are lists too.
  if (beforeNumber.test(word) || afterNumber.test(next?.text ?? '') || ofNumbers.has(within.word)) return '1';
  return isList ? listOf((takes.get(within.word) ?? within.commas + 2) - within.commas) : text;
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
