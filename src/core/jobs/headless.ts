import { isLoopback } from '../../contract/connections.ts';
import { Refused } from '../errors.ts';
import type { Logger } from '../log.ts';
import { openSession } from '../session/open.ts';
import { JobRunner } from './runner.ts';

/**
 * Runs the jobs with no one at the console: the night watch. `url` is `mysql://user:password@host:port`; TLS is
 * required unless the host is this machine. A sign-in that is refused is thrown with its message.
 */
export async function runJobs(o: { url: string; log: Logger }): Promise<{ stop(): Promise<void> }> {
  const url = new URL(o.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const primary = {
    host,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: isLoopback(host) ? ('off' as const) : ('required' as const),
    ca: null,
  };
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome === 'refused') throw new Refused('UNAVAILABLE', `${opening.message} ${opening.advice}`);
  if (opening.outcome === 'migration-needed') {
    throw new Refused(
      'CONFLICT',
      'The console’s tables must be updated first. An administrator signs in once and is asked. Nothing was changed.',
    );
  }
  const { database } = opening.signedIn;
  const runner = new JobRunner(opening.signedIn, o.log);
  runner.start();
  database.link.on('change', (link) => o.log.info({ state: link.state }, 'the line to the database changed'));
  return {
    async stop() {
      await runner.stop();
      await database.close();
    },
  };
}
