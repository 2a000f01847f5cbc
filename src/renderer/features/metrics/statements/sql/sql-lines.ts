/** A piece of a statement's text, by what it is to a reader. */
export interface SqlPart {
  readonly kind: 'word' | 'name' | 'value' | 'sign';
  readonly text: string;
}

export interface SqlLine {
  readonly indent: number;
  readonly parts: readonly SqlPart[];
}

const piece = /(`[^`]*`?)|([A-Za-z_][\w$]*)|(\?, \.\.\.|\(\.\.\.\)|\?|\.\.\.|\d+)|(\/\*.*?\*\/|\S)/gs;

/** The pieces of a digest's text; whatever it is, none is lost. */
export function partsOf(text: string): SqlPart[] {
  return [...text.matchAll(piece)].map(([whole, name, word, value]) => ({
    kind: name !== undefined ? 'name' : word !== undefined ? 'word' : value !== undefined ? 'value' : 'sign',
    text: whole,
  }));
}

/** A line of its own begins with these. */
const clauses =
  /^(?:SELECT|FROM|WHERE|HAVING|LIMIT|OFFSET|UNION|EXCEPT|INTERSECT|SET|VALUES|INTO|WINDOW|GROUP|ORDER|WITH|JOIN|INNER|LEFT|RIGHT|CROSS|STRAIGHT_JOIN|ON)$/i;
/** And with these, further in. */
const conditions = /^(?:AND|OR)$/i;
const joins = /^(?:INNER|LEFT|RIGHT|CROSS|OUTER|NATURAL)$/i;

/** A statement over several lines, what is in brackets further in. Short ones stay on a line. */
export function sqlLines(text: string): SqlLine[] {
  const parts = partsOf(text);
  if (text.length < 60) return [{ indent: 0, parts }];
  const lines: { indent: number; parts: SqlPart[] }[] = [];
  /** Whether each open bracket holds a statement. */
  const open: boolean[] = [];
  let between = false;
  const depth = () => open.filter(Boolean).length;
  let line: { indent: number; parts: SqlPart[] } = { indent: 0, parts: [] };
  const begin = (indent: number) => {
    if (line.parts.length > 0) lines.push(line);
    line = { indent, parts: [] };
  };
  for (const [at, part] of parts.entries()) {
    const before = parts[at - 1];
    const next = parts[at + 1];
    const isInside = open.length > 0 && open.at(-1) === false;
    if (part.text === ')' && open.pop() === true) begin(depth());
    if (part.kind === 'word' && !isInside) {
      const word = part.text.toUpperCase();
      const isCall = next?.text.startsWith('(') === true && /^(?:LEFT|RIGHT)$/.test(word);
      const goesOn = before?.kind === 'word' && joins.test(before.text);
      if (clauses.test(word) && !isCall && !goesOn) begin(depth() + (word === 'ON' ? 1 : 0));
      else if (conditions.test(word) && !between) begin(depth() + 1);
      if (word === 'BETWEEN') between = true;
      else if (word === 'AND') between = false;
    }
    line.parts.push(part);
    if (part.text === '(') open.push(next?.kind === 'word' && /^(?:SELECT|WITH)$/i.test(next.text));
  }
  begin(0);
  return lines;
}

/** Whether two pieces stand without a space between, as people write. */
export function touch(left: SqlPart, right: SqlPart): boolean {
  if (/^[,).;]$/.test(right.text) || /^[(.@]$/.test(left.text)) return true;
  return /^\(/.test(right.text) && (left.kind === 'name' || isFunction(left));
}

const noFunction =
  /^(?:ALL|AND|ANY|AS|BETWEEN|BY|CASE|DISTINCT|DIV|ELSE|EXISTS|FROM|HAVING|IN|INTERVAL|INTO|IS|JOIN|LATERAL|LIKE|NOT|ON|OR|OVER|RLIKE|SELECT|SET|SOME|THEN|UNION|USING|VALUES|WHEN|WHERE|WITH|XOR)$/i;

function isFunction({ kind, text }: SqlPart): boolean {
  return kind === 'word' && !noFunction.test(text);
}

/** On one line, without the spaces that a server writes between all pieces. */
export function plainSql(text: string): string {
  const parts = partsOf(text);
  return parts.map((part, at) => gapBefore(parts[at - 1], part) + part.text).join('');
}

export function gapBefore(left: SqlPart | undefined, right: SqlPart): string {
  return left === undefined || touch(left, right) ? '' : ' ';
}
