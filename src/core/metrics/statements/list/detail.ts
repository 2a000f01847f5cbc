import type { StatementDetail, StatementRow } from '../../../../contract/metrics/statements/values.ts';
import type { ChartRange } from '../../../../contract/metrics/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';
import { chartOf } from './chart.ts';
import { costsOfOne, reachOf } from './costs.ts';
import type { Reach } from './cover.ts';
import { type Kind, rowFrom, week } from './list.ts';

/** One kind of statement over a range. Throws NOT_FOUND once it is no longer kept, and as any read of the database does. */
export function statementDetail(
  { database }: SignedIn,
  { digestId, range }: { digestId: number; range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<StatementDetail> {
  return database.read(signal, async (db, run) => {
    const kind = await keptStatement(db, run, digestId);
    const reach = await reachOf(db, run);
    const [{ row, seconds }, chart] = await Promise.all([
      figuresIn(db, run, reach, kind, range),
      chartOf(db, run, reach, digestId, range),
    ]);
    return { statement: { ...row, text: kind.text }, seconds, chart };
  });
}

/** A kind of statement with its whole text. @throws Refused NOT_FOUND */
export async function keptStatement(db: Db, run: Run, id: number): Promise<Kind & { readonly text: string }> {
  const kind = await db
    .selectFrom('caretaker.statement_digest')
    .select(['id', 'schema_name', 'text', 'first_seen', 'last_seen'])
    .where('id', '=', id)
    .executeTakeFirst(run);
  if (kind !== undefined) return kind;
  throw new Refused(
    'NOT_FOUND',
    'This kind of statement is no longer kept: it was not among the costliest for a long time. Go back to the list.',
  );
}

async function figuresIn(
  db: Db,
  run: Run,
  reach: Reach,
  kind: Kind,
  { from, to }: { from: number; to: number },
): Promise<{ row: StatementRow; seconds: number }> {
  const end = Math.min(to, reach.now) - week;
  const [now, before] = await Promise.all([
    costsOfOne(db, run, reach, { from, to }, kind.id),
    costsOfOne(db, run, reach, { from: from - week, to: end }, kind.id),
  ]);
  return { row: rowFrom(kind, { now, before, end }), seconds: now.seconds };
}
