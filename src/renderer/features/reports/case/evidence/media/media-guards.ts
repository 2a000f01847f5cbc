/** What softens media that members put up: each a switch of its own, all on until someone turns them off. */
export const mediaGuards = ['blur', 'grey', 'mute'] as const;
export type MediaGuard = (typeof mediaGuards)[number];

/** Reads the names of those that are on; `undefined` is whoever never chose. */
export function guardsOf(text: string | undefined): readonly MediaGuard[] {
  if (text === undefined) return mediaGuards;
  const named = new Set(text.split(','));
  return mediaGuards.filter((guard) => named.has(guard));
}
