/**
 * What a statement does, without what it says: cut at its first quoted text or comment, with ? for each number and in one
 * line. The same as `without_values` in resources/install-metrics.sql, for what the console reads by itself.
 */
export function withoutValues(statement: string): string {
  const cut = statement.search(/['"#]|\/\*|--(?:\s|$)|\$\w*\$/);
  const kept = cut < 0 ? statement : `${statement.slice(0, cut)}…`;
  return kept
    .replace(/(?<![A-Za-z0-9_`$])(0x[0-9a-f]+|0b[01]+|\d+(\.\d+)?(e[+-]?\d+)?)/gi, '?')
    .replace(/\s+/g, ' ')
    .trim();
}
