import { sql } from 'kysely';
import type { Marker } from '../../../../contract/metrics/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { momentText, secondsOf } from './moments.ts';
import { type Told, told } from './view.ts';

/** The latest deploys from `from` until before `to`, oldest first: the end of a range of the index by time. */
export function readDeploys(
  db: Db,
  run: Run,
  { from, to, most }: { from: number; to: number; most: number },
): Promise<Told<Marker>> {
  return told('deploy', async () => {
    const { rows } = await sql<{ at: string; label: string | null }>`
      SELECT at, label FROM caretaker_site.deploy
      WHERE at >= ${momentText(from)} AND at < ${momentText(to)}
      ORDER BY at DESC LIMIT ${sql.lit(most)}`.execute(db, run);
    return rows
      .map((row) => ({ at: secondsOf(row.at), label: String(row.label ?? '').slice(0, 120) || 'deploy' }))
      .filter((deploy) => deploy.at >= 0)
      .toReversed();
  });
}
