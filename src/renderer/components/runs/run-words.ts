import { type OutcomeKind, outcomeKinds, type Passage, presentPassage, type Run, tally } from './run.ts';

const figure = new Intl.NumberFormat('en-GB');

/** `1 member`, `1,204 members` */
export function countWords(count: number, { one, many }: { one: string; many: string }): string {
  return count === 1 ? `1 ${one}` : `${figure.format(count)} ${many}`;
}

/** `Ban: 412 members`, `Taking back – Ban: 412 members` */
export function runTitle({ title, undo }: Run): string {
  return undo === null ? title : `Taking back – ${title}`;
}

const stateWords: Record<Passage['state'], string> = {
  running: 'Under way',
  stopping: 'Stopping after what is under way',
  stopped: 'Stopped',
  cut: 'Broken off',
  finished: 'Finished',
};

/** `Stopped: 412 of 1,000` */
export function passageWords({ state, done, total }: Passage): string {
  return `${stateWords[state]}: ${figure.format(done)} of ${figure.format(total)}`;
}

export function outcomeWords(run: Run, outcome: OutcomeKind): string {
  return run.undo !== null && outcome === 'done' ? 'taken back' : outcome;
}

/** `998 done, 2 refused`: what came out, leaving out what did not. */
export function tallyWords(run: Run): string {
  const counts = tally(presentPassage(run));
  return outcomeKinds
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${figure.format(counts[outcome])} ${outcomeWords(run, outcome)}`)
    .join(', ');
}
