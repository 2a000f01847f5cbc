/**
 * Messages to members are templates: `{nickname}` and the like are filled in for each, anything else in braces is for the
 * writer to fill, and nothing is sent while one is left. Used by the core, which refuses, and by the interface, which
 * asks. Which names are filled in by themselves is said where the messages are: `reports/templates.ts`,
 * `tickets/templates.ts`.
 */

const placeholder = /\{([^{}\n]{1,60})\}/g;

/** The names in braces, each once, in the order in which they stand. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name.trim()))];
}

/** The names in braces that are not among the `known` ones, which are filled in by themselves. */
export function openPlaceholdersOf(text: string, known: Readonly<Record<string, string>>): string[] {
  return placeholdersOf(text).filter((name) => !Object.hasOwn(known, name));
}

/** Puts values in for the placeholders that have one. What is put in is not looked through again. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (whole, name: string) => {
    const key = name.trim();
    return Object.hasOwn(values, key) ? (values[key] ?? whole) : whole;
  });
}

/** Names that a moderator can be asked for: letters, digits and what stands between words. */
const fillable = /^[\p{L}\p{N}][\p{L}\p{N} _'’-]{0,39}$/u;

/** What is wrong with a template, in words; null where nothing is. */
export function problemOfTemplate(text: string): string | null {
  const odd = placeholdersOf(text).find((name) => !fillable.test(name));
  if (odd !== undefined) {
    return `“{${odd}}” cannot be filled: a placeholder is a name in braces, of letters, digits and spaces`;
  }
  const stray = /[{}]/.exec(text.replace(placeholder, ''))?.[0];
  return stray === undefined ? null : `a “${stray}” stands alone: a placeholder is a name in braces`;
}
