import type { Soaked } from './soak.ts';

const number = (value: number) => value.toLocaleString('en');

/** What came of it, as it is printed: the counts that are to be 0 last, each with a few of what was found. */
export function reportOf(
  { diary, account, killed, reported, wrong }: Soaked,
  o: { moderators: number; cases: number; minutes: number },
): string {
  const deeds = (['claimed', 'decided', 'undone', 'held', 'handed over', 'noted', 'resumed'] as const).map(
    (deed) => `${deed} ${number(diary.count(deed))}`,
  );
  const states = ['open', 'held', 'escalated', 'done'].map(
    (it) => `${it} ${number(account.states[it] ?? 0)}`,
  );
  const findings = Object.entries(wrong);
  const width = Math.max(...findings.map(([name]) => name.length));
  return [
    `${number(o.moderators)} moderators, ${number(o.cases)} open cases, ${o.minutes} minutes`,
    `killed: ${killed.desks} of their processes with ${killed.people} people at work; the database once, away for ${killed.secondsWithoutDatabase.toFixed(1)} s`,
    `they were told: ${deeds.join(', ')}`,
    `members reported ${number(reported)} things meanwhile`,
    `cases: ${states.join(' + ')} = ${number(account.cases)}`,
    '',
    'calls                  count   p50 ms   p95 ms',
    ...diary.calls.map(
      (it) =>
        `${it.call.padEnd(16)} ${number(it.count).padStart(11)} ${it.p50.toFixed(1).padStart(8)} ${it.p95.toFixed(1).padStart(8)}`,
    ),
    '',
    'refused',
    ...diary.refused.slice(0, 15).map(([why, count]) => `${number(count).padStart(8)}  ${why}`),
    '',
    ...findings.flatMap(([name, found]) => [
      `${name.padEnd(width)} ${number(found.length).padStart(6)}`,
      ...found.slice(0, 5).map((it) => `    ${it}`),
    ]),
  ].join('\n');
}
