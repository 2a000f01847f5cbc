import { sql } from 'kysely';
import { metricsReaders } from '../../../../contract/metrics/values.ts';
import type { Database } from '../../../database/database.ts';
import type { Job } from '../../../jobs/job.ts';
import { serverStatus } from '../../sampler/variables.ts';
import { keepIndexUse } from './keep-index-use.ts';
import { keepIndexSizes, keepTableSizes } from './keep-sizes.ts';
import type { Measured } from './measured.ts';
import { trimSizes } from './trim.ts';

/** Measures every table and index, and notes which indexes were used: once a day, from the first start on. */
export const measureTables: Job = {
  name: 'measure-tables',
  everySeconds: 86_400,
  roles: metricsReaders,
  run: ({ database }, signal) => measureAll(database, signal),
};

/** May be done twice on a day: the later figures stand. */
export async function measureAll(database: Database, signal: AbortSignal): Promise<void> {
  const measured = await moment(database, signal);
  await keepTableSizes(database, signal, measured);
  await keepIndexSizes(database, signal, measured);
  await keepIndexUse(database, signal, measured);
  await trimSizes(database, signal, measured);
}

function moment(database: Database, signal: AbortSignal): Promise<Measured> {
  return database.readPrimary(signal, async (db, run) => {
    const status = await serverStatus(db, run, ['Uptime']);
    const uptime = Math.max(0, Math.floor(Number(status.get('Uptime') ?? 0)));
    const { rows } = await sql<Measured>`
      SELECT CAST(UTC_DATE() AS CHAR) AS day, CAST(UTC_TIMESTAMP(6) AS CHAR) AS at,
        CAST(DATE(UTC_TIMESTAMP() - INTERVAL ${sql.lit(uptime)} SECOND) AS CHAR) AS serverStartedOn`.execute(
      db,
      run,
    );
    if (!rows[0]) throw new Error('The server gave no time.');
    return rows[0];
  });
}
