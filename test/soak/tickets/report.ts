import { countsOf, number, printed } from '../report.ts';
import type { Soaked } from './soak.ts';

const places = ['todo', 'snoozed', 'waiting', 'hold', 'solved', 'closed'];

export function reportOf(
  { diary, account, killed, written, wrong }: Soaked,
  o: { agents: number; tickets: number; minutes: number },
): string {
  const deeds = ['taken', 'replied', 'unsent', 'wrote a note', 'changed', 'took back'] as const;
  const lying = places.map((it) => `${it} ${number(account.places[it] ?? 0)}`);
  return printed({
    about: [
      `${number(o.agents)} agents, ${number(o.tickets)} tickets, ${o.minutes} minutes`,
      `they were told: ${countsOf(diary, deeds)}`,
      `members wrote ${number(written)} times meanwhile`,
      `tickets: ${lying.join(' + ')} = ${number(account.tickets)}`,
    ],
    diary,
    killed,
    wrong,
  });
}
