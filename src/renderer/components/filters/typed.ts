/** What an address or a field has, as text; anything else, which no address can hold, is nothing. */
export function typedText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
