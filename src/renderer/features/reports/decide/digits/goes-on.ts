import { setPreferences, usePreferences } from '../../../../preferences/preferences.ts';
import { useSignedIn } from '../../../session/session-state.ts';

/** Whether the next case opens by itself once one is decided, as the person chose on this machine. */
export function useGoesOn(): [goesOn: boolean, set: (goesOn: boolean) => void] {
  const { person } = useSignedIn();
  const { afterDeciding } = usePreferences();
  return [
    afterDeciding[person.user] === 'next',
    (goesOn) =>
      setPreferences({ afterDeciding: { ...afterDeciding, [person.user]: goesOn ? 'next' : 'stay' } }),
  ];
}
