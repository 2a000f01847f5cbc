/**
 * Splits a SQL file into its statements, as the command line clients do: at `;`, or at what a line
 * `DELIMITER //` names instead. Comments, quoted text and quoted names are passed over, and kept where they
 * stand inside a statement.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let delimiter = ';';
  let current = '';
  let hasCode = false;
  let at = 0;

  const take = (end: number) => {
    current += text.slice(at, end);
    at = end;
  };
  const finish = () => {
    if (hasCode) statements.push(current.trim());
    current = '';
    hasCode = false;
  };

  while (at < text.length) {
    const directive = hasCode ? null : delimiterLine(text, at);
    if (directive) {
      current = '';
      delimiter = directive.delimiter;
      at = directive.end;
    } else if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      finish();
    } else {
      const comment = commentEnd(text, at);
      if (comment !== null && !hasCode) {
        at = comment; // a comment before a statement is for readers of the file
      } else if (comment !== null) {
        take(comment);
      } else {
        const character = text.charAt(at);
        if (!/\s/.test(character)) hasCode = true;
        take(/['"`]/.test(character) ? quoteEnd(text, at) : at + 1);
      }
    }
  }
  finish();
  return statements;
}

function delimiterLine(text: string, at: number): { delimiter: string; end: number } | null {
  if (at > 0 && !/^\s*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))) return null;
  const match = /^DELIMITER[ \t]+(\S+)[ \t]*(?:\r?\n|$)/i.exec(text.slice(at, at + 200));
  return match ? { delimiter: match[1] as string, end: at + match[0].length } : null;
}

function commentEnd(text: string, at: number): number | null {
  const isLine = text[at] === '#' || /^--(\s|$)/.test(text.slice(at, at + 3));
  if (isLine) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end + 1;
  }
  // `/*!` and `/*+` are code to the server, not comments.
  if (text.startsWith('/*', at) && !/[!+M]/.test(text.charAt(at + 2))) {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  return null;
}

function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '\\' && quote !== '`') at += 2;
    else if (text[at] !== quote) at += 1;
    else if (text[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}
