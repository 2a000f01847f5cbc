import { type RawBuilder, sql } from 'kysely';
import type { FigureRange, Figures } from '../../../contract/tickets/figures.ts';
import type { Db, Run } from '../../database/database.ts';

const most = 10_000;
const places = ['todo', 'snoozed', 'waiting', 'hold'] as const;

/** From and up to so many hours ago that a ticket was opened. */
const ages = [
  { name: 'under a day', from: 0, to: 24 },
  { name: '1 to 3 days', from: 24, to: 72 },
  { name: '3 to 7 days', from: 72, to: 168 },
  { name: '1 to 4 weeks', from: 168, to: 672 },
  { name: 'over 4 weeks', from: 672, to: null },
] as const;

/** What is not solved, by how long it is open; by the index on (place, opened_at), each counted up to 10,000. */
export async function backlogOf(
  db: Db,
  run: Run,
  { teamId, channel }: Pick<FigureRange, 'teamId' | 'channel'>,
): Promise<Figures['backlog']> {
  const narrowed = [
    ...(teamId === null ? [] : [sql`team_id = ${BigInt(teamId)}`]),
    ...(channel === null ? [] : [sql`channel = ${channel}`]),
  ];
  const counts = ages.map(({ from, to }, index) => {
    const parts = places.map((place) => countOf(place, from, to, narrowed));
    return sql`${sql.join(parts, sql` + `)} AS ${sql.ref(`age_${index}`)}`;
  });
  const { rows } = await sql<Record<string, string | number>>`SELECT ${sql.join(counts)}`.execute(db, run);
  return ages.map(({ name }, index) => {
    const count = Number(rows[0]?.[`age_${index}`] ?? 0);
    return { name, count: Math.min(count, most), capped: count > most };
  });
}

function countOf(
  place: string,
  from: number,
  to: number | null,
  narrowed: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const conditions = [
    sql`place = ${place}`,
    sql`opened_at <= UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(from)} HOUR`,
    ...(to === null ? [] : [sql`opened_at > UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(to)} HOUR`]),
    ...narrowed,
  ];
  return sql`(SELECT COUNT(*) FROM (
    SELECT 1 FROM caretaker.ticket FORCE INDEX (ticket_opened)
    WHERE ${sql.join(conditions, sql` AND `)} LIMIT ${sql.lit(most + 1)}) counted)`;
}
