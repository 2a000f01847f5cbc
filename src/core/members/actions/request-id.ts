import { createHash } from 'node:crypto';

/**
 * A request id that is the same whenever it is made from the same parts: a run that is asked for again, or an undo in
 * several steps, does each part once. A UUID of version 8, whose bits are the maker's own (RFC 9562).
 */
export function derivedId(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
