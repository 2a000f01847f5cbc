/** More of a text is of no use to anyone, and the server keeps no more than about 1,000 characters by default. */
const mostCharacters = 20_000;

/**
 * The server's text of a kind of statement, which has ? where the values were. Should it ever hold a value all the same,
 * that goes here: quoted text and numbers outside of quoted names. What stands between `…` are names.
 */
export function maskedText(text: string): string {
  const masked = text.replace(
    /(`[^`]*`?)|(?:'(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.|"")*"?)|((?:GROUP|ORDER) BY \d+(?: (?:ASC|DESC))?(?: , \d+(?: (?:ASC|DESC))?)*)(?![\w`])|(?<![\w$.])(?:0[xb][0-9a-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w$])/gis,
    // Positions of columns, which MySQL keeps, are no values.
    (whole, name: string | undefined, positions: string | undefined) =>
      name !== undefined || positions !== undefined ? whole : '?',
  );
  return [...masked.trim()].slice(0, mostCharacters).join('');
}
