/** The most bytes of a statement that a report quotes, and of it with the line of its session before. */
const longest = { statement: 3000, withSession: 3071 };
/** A character that was cut in two is told as another, of up to three bytes more. */
const slack = 6;

/** What a report goes on with after a statement. */
const goesOn =
  /\n*(?:\*\*\* |-{3,}\n|---TRANSACTION |------- TRX HAS BEEN |TABLE LOCK table |RECORD LOCKS space id |Trx read view |Foreign key constraint )/y;

/**
 * Where a statement ends that begins at `start` of a report, `session` bytes after the beginning of its session's line;
 * null where the text ends first. Members' words stand in statements, and may look like the rest of a report: what is
 * within quotes or a comment is no end, unless the server has cut the statement just there.
 */
export function statementEnd(text: string, start: number, session: number): number | null {
  if (goesOnAt(text, start)) return start;
  let within: Quote | null = null;
  // No character is less than a byte. What goes on for longer was not read as it was meant.
  const last = Math.min(text.length, start + longest.withSession + slack);
  for (let at = start; at < last; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '\n' && goesOnAt(text, at + 1)) {
      if (within === null || within === 'line' || isCut(text.slice(start, at), session)) return at;
    }
    if (within === null) {
      within = openedBy(sign, text[at + 1] ?? '', text[at + 2] ?? '');
      if (within === 'comment') at += 1;
    } else if (within === 'line') {
      if (sign === '\n') within = null;
    } else if (within === 'comment') {
      if (sign === '*' && text[at + 1] === '/') within = null;
    } else if (sign === '\\' && within !== '`') at += 1;
    // A doubled quote closes and opens again.
    else if (sign === within) within = null;
  }
  return null;
}

type Quote = "'" | '"' | '`' | 'comment' | 'line';

function openedBy(sign: string, next: string, afterNext: string): Quote | null {
  if (sign === "'" || sign === '"' || sign === '`') return sign;
  if (sign === '#' || (sign === '-' && next === '-' && /^\s?$/.test(afterNext))) return 'line';
  return sign === '/' && next === '*' ? 'comment' : null;
}

function goesOnAt(text: string, at: number): boolean {
  goesOn.lastIndex = at;
  return goesOn.test(text);
}

function isCut(statement: string, session: number): boolean {
  const bytes = Buffer.byteLength(statement);
  return (
    Math.abs(bytes - longest.statement) <= slack || Math.abs(session + bytes - longest.withSession) <= slack
  );
}
