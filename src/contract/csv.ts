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
  const text = typeof cell === 'string' ? cell.replace(formulaStart, "$1'") : String(cell);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The quotes count too: `;"=1+1"` is a quoted cell to whoever separates by semicolons. */
const formulaStart = /(^|[;\t\r\n])(?=[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])/g;
