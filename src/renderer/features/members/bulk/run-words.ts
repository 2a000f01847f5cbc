import type { Outcome } from '../../../../contract/members/actions.ts';
import { actionWords } from '../actions/decision-words.ts';
import { type Passage, presentPassage, type Run, tally } from './run.ts';

const figure = new Intl.NumberFormat('en-GB');

export function membersWords(count: number): string {
  return count === 1 ? '1 member' : `${figure.format(count)} members`;
}

/** `Ban 412 members`, `Take back: ban 412 members` */
export function runTitle(run: Run): string {
  const title = `${actionWords[run.decision.action].label}: ${membersWords(run.memberIds.length)}`;
  return run.undo === null ? title : `Taking back – ${title}`;
}

const stateWords: Record<Passage['state'], string> = {
  running: 'Under way',
  stopping: 'Stopping after the member under way',
  stopped: 'Stopped',
  cut: 'Broken off',
  finished: 'Finished',
};

/** `Stopped: 412 of 1,000` */
export function passageWords({ state, done, total }: Passage): string {
  return `${stateWords[state]}: ${figure.format(done)} of ${figure.format(total)}`;
}

const outcomeNames: Record<Outcome['outcome'], string> = {
  done: 'done',
  unchanged: 'unchanged',
  refused: 'refused',
  failed: 'failed',
};

export function outcomeWords(run: Run, outcome: Outcome['outcome']): string {
  return run.undo !== null && outcome === 'done' ? 'taken back' : outcomeNames[outcome];
}

/** `998 done, 2 refused`: what came out, leaving out what did not. */
export function tallyWords(run: Run): string {
  const counts = tally(presentPassage(run));
  return (['done', 'unchanged', 'refused', 'failed'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${figure.format(counts[outcome])} ${outcomeWords(run, outcome)}`)
    .join(', ');
}
