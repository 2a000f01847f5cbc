import type { Preset } from '../../../../../contract/reports/policies.ts';
import { caseActionWords, minutesWords } from '../../../reports/decide/action-words.ts';

/** What a digit does, in words: `hide, mute for 1 day`. */
export function deedsOf({ actions }: Preset): string {
  const words = actions.map(({ kind, minutes }) => {
    const { short } = caseActionWords[kind];
    if (minutes !== null) return `${short} for ${minutesWords(minutes)}`;
    return kind === 'mute' || kind === 'suspend' ? `${short} until lifted` : short;
  });
  return words.join(', ');
}
