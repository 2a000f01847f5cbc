/** Bits of the whole numbers that the server gives ids from. */
const bits = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, integer: 32n, bigint: 64n } as const;

/**
 * The last id that a column can hold, from its type as the server writes it: `int(10) unsigned zerofill`. Null where the
 * type does not say: of FLOAT and DOUBLE, ids become inexact long before they end.
 */
export function lastIdOf(type: string): bigint | null {
  const [, name = '', rest = ''] =
    /^([a-z]+)(?:\(\d+\))?((?: [a-z]+)*)$/.exec(type.trim().toLowerCase()) ?? [];
  if (!Object.hasOwn(bits, name)) return null;
  const width = bits[name as keyof typeof bits];
  // ZEROFILL makes a column unsigned, said or not.
  const isUnsigned = /\b(unsigned|zerofill)\b/.test(rest);
  return (1n << (isUnsigned ? width : width - 1n)) - 1n;
}
