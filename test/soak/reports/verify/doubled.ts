import type { Tables } from './tables.ts';

/** What was done more than once: two decisions that stand about one case, two of anything for one decision. */
export function doubled(tables: Tables): string[] {
  return [
    ...[...tables.closing].flatMap(([caseId, those]) =>
      those.length > 1 ? [`case ${caseId} was closed by decisions ${those.map(({ id }) => id)}`] : [],
    ),
    ...repeated(
      'decision for request',
      tables.decisions.map((it) => it.requestId),
    ),
    ...[...tables.steps].flatMap(([id, steps]) =>
      repeated(
        `step of decision ${id}`,
        steps.map((it) => String(it.action)),
      ),
    ),
    ...[...tables.messages].flatMap(([id, messages]) =>
      repeated(
        `message of decision ${id} to member`,
        messages.map((it) => String(it.member_id)),
      ),
    ),
    ...repeated(
      'member decision for request',
      tables.memberDecisions.map((it) => String(it.request_id)),
    ),
    ...[...tables.notices].flatMap(([id, count]) =>
      count > 1 ? [`the site took message ${id} ${count} times`] : [],
    ),
    ...[...tables.events].flatMap(([what, count]) =>
      count > 1 ? [`it stands ${count} times in a history: ${what}`] : [],
    ),
  ];
}

function repeated(what: string, values: readonly string[]): string[] {
  const counts = Map.groupBy(values, (it) => it);
  return [...counts].flatMap(([value, those]) =>
    those.length > 1 ? [`${those.length} × ${what} ${value}`] : [],
  );
}
