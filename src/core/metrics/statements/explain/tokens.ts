/** A piece of a digest's text: a quoted name, a word, a number, `?`, `...`, or a sign. */
export interface Token {
  readonly kind: 'name' | 'word' | 'number' | 'value' | 'more' | 'sign';
  readonly text: string;
}

const pieces: readonly (readonly [Token['kind'] | 'nothing', RegExp])[] = [
  // What a server writes for further rows of values.
  ['nothing', /\s+|\/\* , \.\.\. \*\//y],
  // The character set before a text; the text itself follows as `?`.
  ['nothing', /\(_charset\)/y],
  // What MariaDB writes for a hexadecimal number.
  ['value', /\(unknown\)/y],
  ['name', /`[^`]*`/y],
  ['word', /[A-Za-z_][\w$]*/y],
  ['number', /\d+/y],
  ['value', /\?/y],
  ['more', /\.\.\./y],
  ['sign', /->>|->|<=>|<=|>=|!=|<>|<<|>>|&&|\|\||[(),.=<>!+\-*/%&|^~]/y],
];

/**
 * The pieces of a digest's text; null where there is anything else in it: a comment or hint, a quoted text, a variable, a
 * second statement. What is made of the pieces is so the very same to the server.
 */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = pieceAt(text, at);
    if (found === null || (found.kind === 'sign' && beginsComment(text, at))) return null;
    if (found.kind !== 'nothing') tokens.push({ kind: found.kind, text: found.text });
    at += found.text.length;
  }
  return tokens;
}

function beginsComment(text: string, at: number): boolean {
  return text.startsWith('/*', at) || text.startsWith('--', at);
}

function pieceAt(text: string, at: number): { kind: Token['kind'] | 'nothing'; text: string } | null {
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0] };
  }
  return null;
}
