import { setPreferences, usePreferences } from '../../../../../preferences/preferences.ts';
import { useSignedIn } from '../../../../session/session-state.ts';
import { guardsOf, type MediaGuard, mediaGuards } from './media-guards.ts';

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
