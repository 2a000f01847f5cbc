import { ticketWorkers } from '../../../contract/tickets/values.ts';
import { serverMoment } from '../../database/clock.ts';
import type { Mark } from '../../intake/mark.ts';
import { type Intake, readAll, readToEnd } from '../../intake/read.ts';
import type { Job, JobGround } from '../../jobs/job.ts';
import type { Incoming } from '../channels/channel.ts';
import { siteChannel } from '../channels/site.ts';
import { ticketMark } from './mark.ts';
import { writeRequest } from './write.ts';

interface Ground extends Pick<JobGround, 'database'> {
  readonly signal: AbortSignal;
}

/** Reads new requests of the site: each opens a ticket, or goes into the one that it answers. */
export const readRequests: Job = {
  name: 'read-requests',
  everySeconds: 5,
  roles: ticketWorkers,
  async run({ database }, signal) {
    const ground = { database, signal };
    await readToEnd(intakeOn(ground), ground);
  },
};

/** Reads until nothing is left, as a console does by itself: for what must not wait for one. */
export async function readAllRequests({
  database,
  signal = new AbortController().signal,
}: Pick<JobGround, 'database'> & { readonly signal?: AbortSignal }): Promise<void> {
  const ground = { database, signal };
  await readAll(intakeOn(ground), ground);
}

function intakeOn({ database, signal }: Ground): Intake<Mark, Incoming[]> {
  return {
    source: siteChannel.source,
    mark: ticketMark,
    read: (ids) =>
      database.readPrimary(signal, async (db, run) =>
        siteChannel.read(db, run, ids, await serverMoment(db, run)),
      ),
    async write(trx, requests) {
      for (const request of requests) await writeRequest(trx, request);
    },
  };
}
