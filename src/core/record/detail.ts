/** What an event says of itself: flat, so that any console can show it. */
export type Detail = Record<string, string | number | boolean | null>;

/**
 * What is told of an event. Any account of the workspace may write one: what is no flat object, and what no console would
 * write, tells nothing and harms nothing.
 */
export function detailOf(text: string): Detail {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return {};
    const flat = Object.entries(parsed).filter(
      // JSON knows numbers like 1e999, which nothing but JSON can carry on.
      ([, value]) =>
        value === null || (typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'object'),
    );
    return Object.fromEntries(flat);
  } catch {
    return {};
  }
}
