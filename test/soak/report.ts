import type { Diary } from './diary.ts';
import type { Killed } from './frame.ts';
import type { Deed } from './protocol.ts';

export const number = (value: number) => value.toLocaleString('en');

/** `claimed 12, decided 9`. */
export function countsOf<Told extends Deed>(diary: Diary<Told>, deeds: readonly Told['deed'][]): string {
  return deeds.map((deed) => `${deed} ${number(diary.count(deed))}`).join(', ');
}

/**
 * What came of it, as it is printed: the counts that are to be 0 last, each with a few of what was found. `about` are the
 * lines that say what was worked on and what came in meanwhile.
 */
export function printed<Told extends Deed>(o: {
  readonly about: readonly [what: string, ...rest: string[]];
  readonly diary: Diary<Told>;
  readonly killed: Killed;
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}): string {
  const { diary, killed } = o;
  const [what, ...rest] = o.about;
  const findings = Object.entries(o.wrong);
  const width = Math.max(...findings.map(([name]) => name.length));
  return [
    what,
    `killed: ${killed.desks} of their processes with ${killed.people} people at work; the database once, away for ${killed.secondsWithoutDatabase.toFixed(1)} s`,
    ...rest,
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
