/**
 * One line of RFC 4180 CSV. What a spreadsheet would run as a formula gets a leading apostrophe, which spreadsheets
 * show as text (OWASP, CSV injection): at the start of a cell, and wherever a spreadsheet that separates by semicolons
 * or tabs, as in much of Europe, would see another cell begin.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | boolean | null): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' ? harmless(cell) : String(cell);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(cell: string): string {
  const text = cell.replace(formulaStart, "$1'");
  return /^[\t\r]/.test(text) ? `'${text}` : text;
}

/**
 * The quotes count too: `;"=1+1"` is a quoted cell to whoever separates by semicolons. What is looked at after a separator
 * ends at the next one: else a long text of nothing but line breaks would be looked through again from each.
 */
const formulaStart = /([;\t\r\n]|^)(?=(?:[^\S\t\r\n]|["'])*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
