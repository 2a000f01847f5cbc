import { setPreferences, usePreferences } from '../../../../preferences/preferences.ts';
import { useSignedIn } from '../../../session/session-state.ts';

/** What softens media that members put up: each a switch of its own, all on until someone turns them off. */
export const mediaGuards = ['blur', 'grey', 'mute'] as const;
export type MediaGuard = (typeof mediaGuards)[number];

/** Reads the names of those that are on; `undefined` is whoever never chose. */
export function guardsOf(text: string | undefined): readonly MediaGuard[] {
  if (text === undefined) return mediaGuards;
  const named = new Set(text.split(','));
  return mediaGuards.filter((guard) => named.has(guard));
}

/** The switches of whoever is signed in, on this machine. */
export function useMediaGuards(): {
  readonly on: readonly MediaGuard[];
  readonly toggle: (guard: MediaGuard) => void;
} {
  const { person } = useSignedIn();
  const { mediaGuards: kept } = usePreferences();
  const on = guardsOf(kept[person.user]);
  return {
    on,
    toggle(guard) {
      const next = mediaGuards.filter((each) => on.includes(each) !== (each === guard));
      setPreferences({ mediaGuards: { ...kept, [person.user]: next.join(',') } });
    },
  };
}
