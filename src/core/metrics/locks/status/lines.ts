import { statementEnd } from './statement-end.ts';
import { withoutValues } from './without-values.ts';

/** A line of a report, or a statement that it quotes, which may have been many: without its values. */
export type Line = { readonly text: string } | { readonly statement: string };

export interface Report {
  readonly lines: readonly Line[];
  /** Whether its end is there. A server that has more than a megabyte to say leaves some of its middle out. */
  readonly whole: boolean;
}

const sessionLine = /^(?:MySQL|MariaDB) thread id \d+, OS thread handle [^\n]*\n/gm;
const listBegins = '\nLIST OF TRANSACTIONS FOR EACH SESSION:\n';
const listEnds = '\n--------\nFILE I/O\n--------\n';
const reportEnd = /\n-+\nEND OF INNODB MONITOR OUTPUT\n=+\n?$/;

/**
 * The lines of a report, of whose statements no value is left. The last line of a text that was cut is left out: its
 * digits may go on. So is the list of transactions, and with a text that was cut all after it: what looks like its end may
 * stand in a statement of the list.
 */
export function readLines(text: string): Report {
  const whole = reportEnd.test(text);
  const { lines, rest } = beforeList(text.slice(0, text.lastIndexOf('\n') + 1));
  const end = whole ? rest.lastIndexOf(listEnds) : -1;
  return { lines: end < 0 ? lines : [...lines, ...plain(rest.slice(end + 1))], whole };
}

function beforeList(text: string): { lines: Line[]; rest: string } {
  const lines: Line[] = [];
  let at = 0;
  while (at < text.length) {
    sessionLine.lastIndex = at;
    const session = sessionLine.exec(text);
    const list = text.indexOf(listBegins, Math.max(0, at - 1));
    if (list >= 0 && (session === null || list < session.index)) {
      const end = list + listBegins.length;
      // The newline before what ends the list is that of the list's last line.
      return { lines: [...lines, ...plain(text.slice(at, end))], rest: text.slice(end - 1) };
    }
    if (session === null) return { lines: [...lines, ...plain(text.slice(at))], rest: '' };
    const start = session.index + session[0].length;
    lines.push(...plain(text.slice(at, start)));
    const end = statementEnd(text, start, Buffer.byteLength(session[0]));
    if (end === null) return { lines, rest: '' };
    if (end > start) lines.push({ statement: withoutValues(text.slice(start, end)) });
    at = end > start ? end + 1 : end;
  }
  return { lines, rest: '' };
}

function plain(text: string): Line[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ text: line }));
}

/**
 * What the one line that fits `shape` says; null where there is none or several. For a shape that may end in a number, what
 * follows must fit `next`: digits that stand in a line of their own would make it another.
 */
export function only(
  lines: readonly Line[],
  shape: RegExp,
  next: RegExp | null = /^[A-Za-z*-]/,
): RegExpExecArray | null {
  const found = lines.flatMap((line, index) => {
    const match = 'text' in line ? shape.exec(line.text) : null;
    if (match === null) return [];
    const after = lines[index + 1];
    const fits = next === null || (after !== undefined && 'text' in after && next.test(after.text));
    return [fits ? match : null];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}
