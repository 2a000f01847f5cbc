import type { BulkTarget, CaseDecision, CaseRunProgress } from '../../../../contract/reports/decisions.ts';
import { CaseId } from '../../../../contract/reports/values.ts';
import type { RunOrder, RunStep, RunSubjects } from '../../../components/runs/run.ts';
import { client } from '../../../transport/client.ts';
import { actWords, cases } from './bulk-words.ts';

const subjects: RunSubjects = {
  ...cases,
  name: 'What was reported',
  place: (id) => ({ to: '/reports', search: (now) => ({ ...now, case: CaseId.parse(id) }) }),
};

interface CasesRun {
  readonly decision: CaseDecision;
  readonly target: BulkTarget;
  /** How many the target is, as far as that is known. */
  readonly total: number;
  /** What was reported, of those cases whose rows were there. */
  readonly names: ReadonlyMap<string, string>;
}

/** One decision about many cases. */
export function casesRun({ decision, target, total, names }: CasesRun): RunOrder {
  return {
    title: actWords(
      decision.actions.map(({ kind }) => kind),
      total,
    ),
    subjects,
    total,
    names,
    undoable: true,
    act: async (runId, signal) =>
      steps(await client.reports.decideMany({ runId, target, decision }, { signal })),
    takeBack: async (runId, requestId, signal) =>
      steps(await client.reports.undoRun({ requestId, runId }, { signal })),
  };
}

async function* steps(progress: AsyncIterable<CaseRunProgress>): AsyncGenerator<RunStep> {
  for await (const { outcomes, ...step } of progress) {
    yield { ...step, outcomes: outcomes.map(({ caseId: id, ...outcome }) => ({ id, ...outcome })) };
  }
}
