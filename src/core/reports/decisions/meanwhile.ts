import type { CaseEvent } from '../../../contract/reports/case.ts';
import type { Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { actorWords } from '../../members/actions/meanwhile.ts';
import { agoWords, countWords } from '../../members/actions/words.ts';
import { detailOf } from '../../record/detail.ts';
import type { CaseAtMoment } from '../work.ts';

/** What is told of at most. */
const mostEvents = 20;

/** An event of a case, as far as words can be made of it. */
interface Happened {
  readonly at: Utc;
  readonly actor: string | null;
  readonly kind: string;
  readonly detail: CaseEvent['detail'];
}

/**
 * @throws CONFLICT where the case was decided, or changed since the person saw it at `seenVersion`, with what happened;
 * null where nobody looked at it by itself.
 */
export async function refuseIfChanged(
  db: Db,
  at: CaseAtMoment,
  seenVersion: number | null,
  me: string,
  run?: Run,
): Promise<void> {
  const { row } = at;
  const isDone = row.state === 'done';
  if (!isDone && (seenVersion === null || seenVersion === row.version)) return;
  const bumps = seenVersion === null ? 1 : Math.max(1, row.version - seenVersion);
  const what = await changesWords(db, at, bumps, me, run);
  throw new Refused(
    'CONFLICT',
    isDone
      ? `This case is decided already: ${what}. Nothing was changed; what you typed is kept.`
      : `This case changed since you saw it: ${what}. Look at it and decide again. Nothing was changed; what you typed is kept.`,
  );
}

/** What the last `bumps` changes of the version were, oldest first: `2 more reports came, the last for “spam”`. */
async function changesWords(db: Db, at: CaseAtMoment, bumps: number, me: string, run?: Run): Promise<string> {
  const events = await lastChanges(db, at.row.id, bumps, run);
  const joined = events.filter(({ kind }) => kind === 'joined');
  const edited = events.some(({ kind }) => kind === 'edited');
  const others = events.filter(({ kind }) => kind !== 'joined' && kind !== 'edited');
  const moment = utcOf(at.moment);
  const sentences = [
    ...(joined.length === 0 ? [] : [await joinedWords(db, at.row.id, joined, run)]),
    ...(edited ? ['what was reported was edited'] : []),
    ...(await Promise.all(others.map((it) => eventWords(db, it, { moment, me }, run)))),
  ];
  return sentences.length === 0 ? 'something about it is no longer as you saw it' : sentences.join('; ');
}

/** Each of these raises the version by one. An edit is noted beside the report that showed it. */
const changing = ['joined', 'referred', 'handed-over', 'held', 'resumed', 'escalated', 'decided', 'undone'];

/** By the index report_event_case (case_id, id). */
async function lastChanges(db: Db, caseId: string, bumps: number, run?: Run): Promise<Happened[]> {
  const rows = await db
    .selectFrom('caretaker.report_event')
    .select(['at', 'actor', 'by_job', 'kind', 'detail'])
    .where('case_id', '=', idValue(caseId))
    .where('kind', 'in', [...changing, 'edited'])
    .orderBy('id', 'desc')
    .limit(mostEvents)
    .execute(run);
  const end = rows.flatMap(({ kind }, index) => (changing.includes(kind) ? [index + 1] : []))[bumps - 1];
  return rows
    .slice(0, end)
    .toReversed()
    .map((row) => ({
      at: utcOf(row.at),
      actor: Number(row.by_job) === 1 ? null : row.actor,
      kind: row.kind,
      detail: detailOf(row.detail),
    }));
}

/** What happened to a case by staff after a decision about it, the oldest first, in words; empty where nothing did. */
export async function eventsAfter(
  db: Db,
  at: CaseAtMoment,
  decisionId: string,
  me: string,
  run?: Run,
): Promise<string[]> {
  const events = await lastChanges(db, at.row.id, mostEvents, run);
  const own = events.findIndex(({ detail }) => detail.decision === decisionId);
  const since = events.slice(own + 1).filter(({ kind }) => !['joined', 'referred', 'edited'].includes(kind));
  const moment = utcOf(at.moment);
  return Promise.all(since.map((it) => eventWords(db, it, { moment, me }, run)));
}

async function joinedWords(db: Db, caseId: string, joined: readonly Happened[], run?: Run): Promise<string> {
  const reports = joined.reduce((sum, { detail }) => sum + numberOf(detail.reports), 0);
  // By the index report_item_case (case_id, report_id).
  const last = await db
    .selectFrom('caretaker.report_item')
    .select('reason')
    .where('case_id', '=', idValue(caseId))
    .orderBy('report_id', 'desc')
    .limit(1)
    .executeTakeFirst(run);
  const reason = last === undefined || last.reason === '' ? '' : `, the last for “${last.reason}”`;
  return `${countWords(reports, 'more report').replace(/^1 /, 'one ')} came${reason}`;
}

async function eventWords(
  db: Db,
  { at, actor, kind, detail }: Happened,
  { moment, me }: { readonly moment: Utc; readonly me: string },
  run?: Run,
): Promise<string> {
  const who = actor === null ? 'Caretaker' : await actorWords(db, actor, me, run);
  const ago = agoWords(at, moment);
  switch (kind) {
    case 'handed-over': {
      const to = typeof detail.to === 'string' ? await actorWords(db, detail.to, me, run) : 'a colleague';
      return `${who} handed it to ${to} ${ago}`;
    }
    case 'held':
      return `${who} put it on hold ${ago}`;
    case 'resumed':
      return `${who} put it back into the queue ${ago}`;
    case 'escalated':
      return `${who} escalated it ${ago}`;
    case 'referred': {
      const by = typeof detail.by === 'string' ? await actorWords(db, detail.by, me, run) : 'Support';
      return `${by} handed ticket ${detail.ticket} over ${ago}`;
    }
    case 'undone':
      return `${who} took a decision about it back ${ago}`;
    default:
      return `${who} decided it ${ago}: ${String(detail.outcome ?? 'no longer known how')}`;
  }
}

function numberOf(value: CaseEvent['detail'][string] | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 1;
}
