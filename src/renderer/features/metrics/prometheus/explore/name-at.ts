/** The name that ends where one types: what a list of names is asked for. Empty where there is none. */
export function nameBefore(text: string, caret: number): string {
  return /[A-Za-z_:][A-Za-z0-9_:]*$/.exec(text.slice(0, caret))?.[0] ?? '';
}

/** The text with a whole name in the place of the one that is typed, and where one goes on typing. */
export function withName(text: string, caret: number, name: string): { text: string; caret: number } {
  const start = caret - nameBefore(text, caret).length;
  const rest = text.slice(caret).replace(/^[A-Za-z0-9_:]+/, '');
  return { text: `${text.slice(0, start)}${name}${rest}`, caret: start + name.length };
}
