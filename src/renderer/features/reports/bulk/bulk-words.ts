import { bulkMost, type CaseActionKind } from '../../../../contract/reports/decisions.ts';
import { countWords } from '../../../components/runs/run-words.ts';
import { caseActionWords } from '../decide/action-words.ts';

export const cases = { one: 'case', many: 'cases' } as const;

interface Count {
  readonly count: number;
  readonly capped: boolean;
}

/** `All 3,412 cases of “Unclaimed” that fit`, `The first 10,000 cases of …` where there are more than a run takes. */
export function wholeWords(view: string, count: Count | undefined): string {
  const of = `of “${view}” that fit the filters`;
  if (count === undefined) return `All cases ${of}`;
  if (count.capped || count.count > bulkMost) return `The first ${countWords(bulkMost, cases)} ${of}`;
  return count.count === 1
    ? `The one case of “${view}” that fits the filters`
    : `All ${countWords(count.count, cases)} ${of}`;
}

/** `Hide, mute: 412 cases` */
export function actWords(kinds: readonly CaseActionKind[], count: number): string {
  const acts = kinds.map((kind) => caseActionWords[kind].label).join(', ');
  const words = acts === '' ? 'Decide' : acts.charAt(0) + acts.slice(1).toLowerCase();
  return `${words}: ${countWords(count, cases)}`;
}
