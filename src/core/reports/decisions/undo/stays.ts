import { countWords } from '../../../members/actions/words.ts';
import type { KeptSteps } from './kept.ts';

/**
 * What of a decision an undo does not put back, a sentence each: a warning, which no site takes back, and messages that
 * are out. All else of it is put back all the same: the content is to be seen again, and the case is open.
 */
export function staysWords({ ofMember }: KeptSteps, delivered: number): string[] {
  return [
    ...(ofMember.some(({ action }) => action === 'warn') ? [warningStays] : []),
    ...(delivered > 0
      ? [
          `${countWords(delivered, 'message')} ${delivered === 1 ? 'is' : 'are'} out already, and stay${delivered === 1 ? 's' : ''} so.`,
        ]
      : []),
  ];
}

export const warningStays = 'The warning stays, since it cannot be taken back.';
export const warningsStay = 'The warnings stay, since they cannot be taken back.';
