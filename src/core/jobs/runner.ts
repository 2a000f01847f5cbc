import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Role } from '../../contract/roles.ts';
import type { Database } from '../database/database.ts';
import { failureOf } from '../database/errors.ts';
import { refreshDirectory } from '../directory/job/refresh.ts';
import type { Logger } from '../log.ts';
import { trimLooking } from '../looking/looking.ts';
import { measureTables } from '../metrics/headroom/measure/job.ts';
import { catchDeadlocks } from '../metrics/locks/deadlocks/catch.ts';
import { forgetPrometheusServers } from '../metrics/prometheus/servers/forget.ts';
import { sampleServer } from '../metrics/sampler/job.ts';
import { sampleStatements } from '../metrics/statements/sampling/job.ts';
import { sumTraffic } from '../metrics/traffic/sum/job.ts';
import { deliverOutbox, deliverReplies } from '../outbox/deliver.ts';
import { remindOfEndings } from '../reports/decisions/endings/remind.ts';
import { readReports } from '../reports/intake/job.ts';
import { rescoreCases } from '../reports/intake/scores/rescore.ts';
import { wakeHeldCases } from '../reports/queue/wake.ts';
import type { SignedIn } from '../session/open.ts';
import { sweepLooseFiles } from '../tickets/conversation/files/sweep.ts';
import { sendScheduledReplies } from '../tickets/conversation/scheduled/send.ts';
import { askSatisfaction } from '../tickets/due/ask.ts';
import { closeTickets } from '../tickets/due/close.ts';
import { reckonTickets } from '../tickets/due/reckon.ts';
import { wakeTickets } from '../tickets/due/wake.ts';
import { warnOfBreaches } from '../tickets/due/warn.ts';
import { tallyTickets } from '../tickets/figures/tally.ts';
import { readRequests } from '../tickets/intake/job.ts';
import { returnTickets } from '../tickets/queue/away/return-tickets.ts';
import { openReferrals } from '../tickets/referrals/job.ts';
import type { Job, JobGround } from './job.ts';
import { trimChangeFeed } from './trim-change-feed.ts';

const jobs: readonly Job[] = [
  trimChangeFeed,
  refreshDirectory,
  deliverOutbox,
  deliverReplies,
  sendScheduledReplies,
  sweepLooseFiles,
  wakeHeldCases,
  trimLooking,
  readReports,
  readRequests,
  wakeTickets,
  closeTickets,
  askSatisfaction,
  rescoreCases,
  remindOfEndings,
  openReferrals,
  returnTickets,
  tallyTickets,
  warnOfBreaches,
  reckonTickets,
  measureTables,
  sumTraffic,
  forgetPrometheusServers,
  sampleStatements,
  sampleServer,
  catchDeadlocks,
];

const lookEveryMs = 5000;
const leaseSeconds = 30;

/**
 * Looks for due jobs, takes their lease rows and runs them for as long as a person is signed in. Each job has a round of
 * its own, so that one which takes minutes keeps none waiting.
 */
export class JobRunner {
  readonly #ground: JobGround;
  readonly #log: Logger;
  readonly #jobs: readonly Job[];
  readonly #holder = randomUUID();
  readonly #stopping = new AbortController();
  #rounds: Promise<unknown> = Promise.resolve();

  constructor(signedIn: SignedIn, log: Logger, which: readonly Job[] = jobs) {
    const role: Role = signedIn.person.role;
    this.#ground = { database: signedIn.database, site: signedIn.site, log };
    this.#log = log;
    this.#jobs = which.filter((job) => job.roles.includes(role));
  }

  get #database(): Database {
    return this.#ground.database;
  }

  start(): void {
    this.#rounds = Promise.all(this.#jobs.map((job) => this.#round(job)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#rounds;
  }

  async #round(job: Job): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.#database.link.link.state === 'up') await this.runIfDue(job);
      await sleep(lookEveryMs + Math.random() * 1000, undefined, { signal }).catch(() => {});
    }
  }

  /** True when the lease was free and the job due, so that it ran here. */
  async runIfDue(job: Job): Promise<boolean> {
    try {
      if (!(await this.#take(job))) return false;
    } catch (error) {
      this.#log.warn({ job: job.name, failure: failureOf(error) }, 'could not look for a job');
      return false;
    }
    const lost = new AbortController();
    const ended = AbortSignal.any([this.#stopping.signal, lost.signal]);
    const renew = () => {
      this.#renew(job).then(
        (isHeld) => isHeld || lost.abort(),
        () => {}, // asked again in ten seconds; the lease lasts longer than that
      );
    };
    const renewal = setInterval(renew, (leaseSeconds * 1000) / 3);
    let problem: string | null = null;
    try {
      await job.run(this.#ground, ended);
    } catch (error) {
      if (!ended.aborted) problem = error instanceof Error ? error.message : String(error);
    } finally {
      clearInterval(renewal);
    }
    if (problem !== null) this.#log.warn({ job: job.name, problem }, 'a job failed; it is tried again');
    const released = ended.aborted ? this.#giveBack(job) : this.#release(job, problem);
    await released.catch(() => {}); // the lease lapses by itself
    return true;
  }

  async #take(job: Job): Promise<boolean> {
    return this.#database.write(false, async (trx) => {
      const due = dueNow(job);
      const { rows } = await sql<{ due: number }>`
        SELECT ${due} AS due FROM caretaker.job_lease WHERE job = ${job.name}`.execute(trx);
      if (rows[0] && Number(rows[0].due) === 0) return false;
      if (!rows[0]) {
        await sql`INSERT IGNORE INTO caretaker.job_lease (job, holder, expires_at)
          VALUES (${job.name}, ${this.#holder}, '2000-01-01')`.execute(trx);
      }
      const taken = await sql`
        UPDATE caretaker.job_lease
        SET holder = ${this.#holder}, expires_at = UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(leaseSeconds)} SECOND
        WHERE job = ${job.name} AND ${due}`.execute(trx);
      return taken.numAffectedRows === 1n;
    });
  }

  /** False when another console holds the lease by now. */
  async #renew(job: Job): Promise<boolean> {
    const renewed = await this.#database.write(false, (trx) =>
      sql`UPDATE caretaker.job_lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(leaseSeconds)} SECOND
        WHERE job = ${job.name} AND holder = ${this.#holder}`.execute(trx),
    );
    return renewed.numAffectedRows !== 0n;
  }

  /** Stopped half way, so it is due as before, for whichever console looks next. */
  async #giveBack(job: Job): Promise<void> {
    await this.#database.write(false, (trx) =>
      sql`UPDATE caretaker.job_lease SET expires_at = '2000-01-01'
        WHERE job = ${job.name} AND holder = ${this.#holder}`.execute(trx),
    );
  }

  async #release(job: Job, problem: string | null): Promise<void> {
    await this.#database.write(false, (trx) =>
      sql`UPDATE caretaker.job_lease
        SET expires_at = '2000-01-01', last_run_at = UTC_TIMESTAMP(6), last_error = ${problem?.slice(0, 500) ?? null}
        WHERE job = ${job.name} AND holder = ${this.#holder}`.execute(trx),
    );
  }
}

/**
 * Any role may write to the leases. A lease that no console would take, or a run in the future, is a mistake or a lie,
 * and would otherwise keep the job from everyone for as long as it says.
 */
function dueNow(job: Job): RawBuilder<boolean> {
  const latest = sql`UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(job.everySeconds)} SECOND`;
  const longest = sql`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(2 * leaseSeconds)} SECOND`;
  return sql<boolean>`((expires_at < UTC_TIMESTAMP(6) OR expires_at > ${longest})
    AND (last_run_at IS NULL OR last_run_at <= ${latest} OR last_run_at > UTC_TIMESTAMP(6)))`;
}
