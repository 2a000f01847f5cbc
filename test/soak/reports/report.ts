import { countsOf, number, printed } from '../report.ts';
import type { Soaked } from './soak.ts';

export function reportOf(
  { diary, account, killed, reported, wrong }: Soaked,
  o: { moderators: number; cases: number; minutes: number },
): string {
  const told = countsOf(diary, [
    'claimed',
    'decided',
    'undone',
    'held',
    'handed over',
    'noted',
    'resumed',
  ] as const);
  const states = ['open', 'held', 'escalated', 'done'].map(
    (it) => `${it} ${number(account.states[it] ?? 0)}`,
  );
  return printed({
    about: [
      `${number(o.moderators)} moderators, ${number(o.cases)} open cases, ${o.minutes} minutes`,
      `they were told: ${told}`,
      `members reported ${number(reported)} things meanwhile`,
      `cases: ${states.join(' + ')} = ${number(account.cases)}`,
    ],
    diary,
    killed,
    wrong,
  });
}
