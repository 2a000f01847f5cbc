import type { Diary } from '../../diary.ts';
import type { ReportDeed } from '../deeds.ts';
import type { Tables } from './tables.ts';

const actions = {
  'handed over': 'case.handed_over',
  held: 'case.held',
  noted: 'case.noted',
  resumed: 'case.resumed',
} as const;

export interface Lost {
  readonly decisions: readonly string[];
  readonly others: readonly string[];
}

/** What moderators were told that had been done, and is not in the tables: decisions with undos, and all else. */
export function lost({ told }: Diary<ReportDeed>, tables: Tables, claims: ReadonlyMap<string, number>): Lost {
  const byRequest = new Map(tables.decisions.map((it) => [it.requestId, it]));
  const byId = new Map(tables.decisions.map((it) => [it.id, it]));
  const missing = told.filter(({ by, told: it }) => {
    switch (it.deed) {
      case 'claimed':
        return !claims.has(`${it.caseId} ${by}`);
      case 'decided': {
        const made = byRequest.get(it.requestId);
        const isThis = it.decisionId === null || it.decisionId === made?.id;
        return made?.caseId !== it.caseId || made.actor !== by || !isThis;
      }
      case 'undone':
        return byId.get(it.decisionId)?.undoneBy !== it.requestId;
      case 'released':
        return false;
      default: {
        const entry = tables.entries.get(it.requestId);
        return entry?.action !== actions[it.deed] || entry.subject_id !== it.caseId || entry.actor !== by;
      }
    }
  });
  const words = (those: typeof told) => those.map((it) => `${it.by} was told: ${JSON.stringify(it.told)}`);
  const isDecision = ({ told: it }: (typeof told)[number]) => it.deed === 'decided' || it.deed === 'undone';
  return {
    decisions: words(missing.filter(isDecision)),
    others: words(missing.filter((it) => !isDecision(it))),
  };
}
