import { sql } from 'kysely';
import { metricsReaders } from '../../../../contract/metrics/values.ts';
import type { Job } from '../../../jobs/job.ts';

/** Servers that were removed a day ago go for good, and their passwords with them. */
export const forgetPrometheusServers: Job = {
  name: 'forget-prometheus-servers',
  everySeconds: 3600,
  roles: metricsReaders,
  async run({ database }) {
    await database.write(true, (trx) =>
      sql`DELETE FROM caretaker.prometheus_server
        WHERE removed_at > '1000-01-01' AND removed_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY`.execute(trx),
    );
  },
};
