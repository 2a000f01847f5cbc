import { sql } from 'kysely';
import type { SamplerState } from '../../../contract/metrics/samples.ts';
import { realUtcOrNull } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { usualEvery, watchedEvery } from './levels.ts';

/** How long a look counts, in seconds; the interface looks again before. */
const lookLasts = 60;

/** Notes that someone looks, and tells how sampling goes. */
export async function lookAtSamples(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<SamplerState> {
  await database.write(true, (trx) =>
    sql`UPDATE caretaker.metric_sampler
      SET watched_until = UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(lookLasts)} SECOND WHERE id = 1`.execute(trx),
  );
  return database.readPrimary(signal, async (db, run) => {
    const row = await db
      .selectFrom('caretaker.metric_sampler')
      .select(['sampled_at', 'took_ms', 'unknown'])
      .executeTakeFirst(run);
    return {
      sampledAt: realUtcOrNull(row?.sampled_at ?? null),
      tookMs: row?.took_ms ?? null,
      everySeconds: row === undefined ? usualEvery : watchedEvery,
      unknown: reasonsOf(row?.unknown ?? '{}'),
    };
  });
}

/** The column may be written by any CTO: what is not a list of sentences is none. */
export function reasonsOf(text: string): Record<string, string> {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null) return {};
    return Object.fromEntries(Object.entries(given).map(([source, reason]) => [source, String(reason)]));
  } catch {
    return {};
  }
}
