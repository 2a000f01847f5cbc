import { derivedId } from '../../../../src/core/members/actions/request-id.ts';
import type { DecisionRow, Tables } from './tables.ts';

const sanctions = ['warn', 'mute', 'suspend', 'ban'];
/** The most site actions by which an undo puts a member back. */
const mostStepsBack = 8;

/** Decisions of which a part is missing, and parts whose decision is. */
export function halfApplied(tables: Tables): string[] {
  return [
    ...tables.decisions.flatMap((it) => missing(it, tables).map((what) => `decision ${it.id}: ${what}`)),
    ...orphans(tables),
    ...[...tables.cases].flatMap(([id, row]) => wrongState(id, row, tables)),
  ];
}

function missing(decision: DecisionRow, tables: Tables): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const { id, requestId, kinds } = decision;
  const entry = tables.entries.get(requestId);
  const isEscalation = kinds.includes('escalate');
  expect(entry?.action === (isEscalation ? 'case.escalated' : 'case.decided'), 'no entry of the record');
  expect(tables.events.get(`decided ${id}`) === 1, 'not in the history of its case');

  const steps = tables.steps.get(id) ?? [];
  const done = kinds.filter((kind) => kind === 'hide' || sanctions.includes(kind));
  expect(
    steps
      .map((it) => it.action)
      .toSorted()
      .join() === done.toSorted().join(),
    `did ${done}, and kept ${steps.map((it) => it.action)}`,
  );
  for (const step of steps) {
    const own = derivedId(requestId, step.action);
    const isDone = step.member_decision_id !== null || step.content_id !== null;
    expect(
      tables.siteActions.has(own) === isDone,
      `${step.action} is on the site's record or in the steps alone`,
    );
    expect(tables.entries.has(own) === isDone, `${step.action} is on record or in the steps alone`);
    if (decision.undoneBy !== null && step.content_id !== null) {
      expect(tables.siteActions.has(derivedId(decision.undoneBy, 'restore')), 'taken back, and still hidden');
    }
  }
  for (const problem of messageProblems(decision, tables)) expect(false, problem);
  if (decision.undoneBy !== null) {
    expect(tables.entries.get(decision.undoneBy)?.action === 'case.undone', 'taken back without an entry');
    expect(tables.events.get(`undone ${id}`) === 1, 'taken back, and not in the history');
  } else expect(!tables.events.has(`undone ${id}`), 'taken back in the history alone');
  return problems;
}

/**
 * The record says whether author and reporters were told. An author who reported it too is told once, as the author; who
 * has left is not told.
 */
function messageProblems({ id, caseId, requestId, undoneBy }: DecisionRow, tables: Tables): string[] {
  const messages = tables.messages.get(id) ?? [];
  const { authorTold = false, reportersTold = false }: { authorTold?: boolean; reportersTold?: boolean } =
    JSON.parse(tables.entries.get(requestId)?.detail ?? '{}');
  const author = String(tables.cases.get(caseId)?.author_id);
  const reporters = tables.reporters.get(caseId) ?? [];
  const [first = author] = reporters;
  const has = (member: string) => messages.some((it) => String(it.member_id) === member);
  const isOwed = (member: string) => !tables.gone.has(member);
  return [
    ...(authorTold && isOwed(author) && !has(author) ? ['its author was to be told'] : []),
    ...(reportersTold && isOwed(first) && !has(first) ? ['who reported it was to be told'] : []),
    ...(!authorTold && !(reportersTold && reporters.includes(author)) && has(author)
      ? ['its author was not to be told']
      : []),
    ...(!reportersTold && messages.some((it) => String(it.member_id) !== author)
      ? ['who reported it was not to be told']
      : []),
    ...(undoneBy !== null && messages.some((it) => it.state === 'waiting')
      ? ['taken back, and a message still waits']
      : []),
  ];
}

/** What came of a decision that is not there. */
function orphans(tables: Tables): string[] {
  const decisions = new Map(tables.decisions.map((it) => [it.requestId, it]));
  const undos = new Map(tables.decisions.flatMap((it) => (it.undoneBy === null ? [] : [[it.undoneBy, it]])));
  const ids = new Set(tables.decisions.map((it) => it.id));
  const ofMember = new Set([...tables.steps.values()].flat().map((it) => String(it.member_decision_id)));
  const owed = new Set([
    ...[...decisions.keys()].flatMap((id) => ['hide', ...sanctions].map((kind) => derivedId(id, kind))),
    ...[...undos.keys()].map((id) => derivedId(id, 'restore')),
    ...tables.memberUndos.flatMap((it) =>
      Array.from({ length: mostStepsBack }, (_, index) => derivedId(it.request_id, String(index))),
    ),
  ]);
  return [
    ...[...tables.entries.values()].flatMap(({ action, request_id: id }) => {
      const isDecision = action === 'case.decided' || action === 'case.escalated';
      const isMissing = (isDecision && !decisions.has(id)) || (action === 'case.undone' && !undos.has(id));
      return isMissing ? [`the record has ${action} of a request ${id} that did nothing`] : [];
    }),
    ...[...tables.siteActions].flatMap(([id, it]) =>
      owed.has(id)
        ? []
        : [`the site has ${it.action} of ${it.subject_type} ${it.subject_id} by nobody's decision`],
    ),
    ...tables.memberUndos.flatMap((it) =>
      tables.siteActions.has(derivedId(it.request_id, '0'))
        ? []
        : [`member decision ${it.decision_id} was taken back, and the site did nothing`],
    ),
    ...tables.memberDecisions.flatMap((it) =>
      ofMember.has(String(it.id)) ? [] : [`member decision ${it.id} belongs to no decision about a case`],
    ),
    ...[...tables.steps.keys()].flatMap((id) =>
      ids.has(id) ? [] : [`steps of decision ${id}, which is not there`],
    ),
  ];
}

/** A case is done where a decision that closes it stands, and not otherwise. */
function wrongState(id: string, row: { [column: string]: unknown }, tables: Tables): string[] {
  const closing = tables.closing.get(id)?.length ?? 0;
  const isDone = row.state === 'done';
  return [
    ...(isDone === closing > 0
      ? []
      : [`case ${id} is ${row.state}, and ${closing} decisions that close it stand`]),
    ...(isDone === (row.open_mark === null) &&
    isDone === (row.decided_at !== null) &&
    isDone === (row.outcome !== null)
      ? []
      : [`case ${id} is ${row.state} in some of its columns only`]),
    ...(row.state !== 'open' && row.holder !== null
      ? [`case ${id} is ${row.state}, and ${row.holder}'s`]
      : []),
    ...((row.state === 'held') === (row.held_until !== null)
      ? []
      : [`case ${id} is ${row.state} until ${row.held_until}`]),
  ];
}
