import type { Diary } from '../diary.ts';
import type { Tables } from './tables.ts';

const actions = {
  'handed over': 'case.handed_over',
  held: 'case.held',
  noted: 'case.noted',
  resumed: 'case.resumed',
} as const;

/** What a moderator was told that had been done, and is not in the tables. */
export function lost({ told }: Diary, tables: Tables, claims: ReadonlyMap<string, number>): string[] {
  const byRequest = new Map(tables.decisions.map((it) => [it.requestId, it]));
  const byId = new Map(tables.decisions.map((it) => [it.id, it]));
  return told.flatMap(({ by, told: it }) => {
    const isThere = () => {
      switch (it.deed) {
        case 'claimed':
          return claims.has(`${it.caseId} ${by}`);
        case 'decided': {
          const made = byRequest.get(it.requestId);
          const isThis = it.decisionId === null || it.decisionId === made?.id;
          return made?.caseId === it.caseId && made.actor === by && isThis;
        }
        case 'undone':
          return byId.get(it.decisionId)?.undoneBy === it.requestId;
        case 'released':
          return true;
        default: {
          const entry = tables.entries.get(it.requestId);
          return entry?.action === actions[it.deed] && entry.subject_id === it.caseId && entry.actor === by;
        }
      }
    };
    return isThere() ? [] : [`${by} was told: ${JSON.stringify(it)}`];
  });
}
