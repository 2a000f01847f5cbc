import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { rootConnection } from '../../support/community.ts';
import { type Many, openManyCases } from '../../support/many-cases.ts';
import { type BareConnection, type Ground, moderator } from './ground.ts';
import { holdJobs } from './jobs.ts';

/** A queue of the benchmark's own on the community, which is as it was before once it is disposed. */
export interface BenchQueue extends AsyncDisposable {
  readonly sql: Connection;
  /** How many open cases there can be: things that members wrote. */
  readonly room: number;
  open(many: Many): Promise<void>;
  /** Gives the best cases to colleagues, as it is while many work: whoever asks for the next one steps over them. */
  claimHead(count: number): Promise<void>;
  /** Makes every case nobody's. */
  releaseAll(): Promise<void>;
}

const tables = [
  'report_case',
  'report_item',
  'report_evidence',
  'report_event',
  'report_decision',
  'report_step',
  'report_undo',
  'report_ending',
  'reporter',
  'looking',
];
/**
 * What the consoles of the run would do meanwhile: reports are to be read by what is measured alone, and beside a directory
 * that is being built nothing is measured.
 */
const jobs = ['read-reports', 'rescore-cases', 'refresh-directory'];

/** Empties the queue, and keeps the consoles of the run from these jobs. */
export async function openQueue(ground: Ground): Promise<BenchQueue> {
  const { server } = await ground.demo();
  const connect = () => rootConnection({ host: server.host, port: server.port, ...server.root });
  const [sql, lessor] = [await connect(), await connect()];
  await sql.query("SET SESSION time_zone = '+00:00'");
  const [[found]] = await sql.query<RowDataPacket[]>(
    `SELECT (SELECT COALESCE(MAX(id), 0) FROM community_demo.reports) AS report,
            (SELECT COUNT(*) FROM community_demo.photos) + (SELECT COUNT(*) FROM community_demo.statuses)
              + (SELECT COUNT(*) FROM community_demo.comments) + (SELECT COUNT(*) FROM community_demo.writings) AS room`,
  );
  const ended = new AbortController();
  // Over a connection of its own: opening many cases keeps the other busy for minutes.
  const holding = holdJobs(lessor, jobs, ended.signal);
  const empty = async () => {
    for (const table of tables) await sql.query(`TRUNCATE TABLE caretaker.${table}`);
    await sql.query('DELETE FROM caretaker.outbox WHERE report_decision_id IS NOT NULL');
    await sql.query('DELETE FROM community_demo.reports WHERE id > ?', [found?.report]);
    await sql.query('UPDATE caretaker.report_intake SET after_id = ?', [found?.report]);
  };
  await empty();
  return {
    sql,
    room: Number(found?.room),
    open: (many) => openManyCases(sql, many),
    async claimHead(count) {
      await sql.query(
        `UPDATE caretaker.report_case c
         JOIN (SELECT id FROM caretaker.report_case WHERE state = 'open' ORDER BY score DESC, id LIMIT ?) head ON head.id = c.id
         SET c.holder = CONCAT('colleague ', c.id), c.claim_id = UUID(),
             c.claimed_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR`,
        [count],
      );
    },
    async releaseAll() {
      await sql.query(
        `UPDATE caretaker.report_case SET holder = NULL, claim_id = NULL, claimed_until = '1970-01-01', handed = 0
         WHERE holder IS NOT NULL`,
      );
    },
    async [Symbol.asyncDispose]() {
      await empty();
      ended.abort();
      await holding;
      sql.destroy();
      lessor.destroy();
    },
  };
}

/** Of the cases of `who`, or of anyone's that are free, the one that comes next: as `claimNext` claims it. */
const claimBest = `
  UPDATE (
    (SELECT c.id, 0 AS turn FROM caretaker.report_case c FORCE INDEX (report_case_holder)
     WHERE c.state = 'open' AND c.holder = ? AND c.handed = 1 AND c.claimed_until > UTC_TIMESTAMP(6)
     ORDER BY c.score DESC, c.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    UNION ALL
    (SELECT c.id, 1 AS turn FROM caretaker.report_case c FORCE INDEX (report_case_queue)
     WHERE c.state = 'open' AND c.claimed_until <= UTC_TIMESTAMP(6)
     ORDER BY c.score DESC, c.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    ORDER BY turn LIMIT 1
  ) best STRAIGHT_JOIN caretaker.report_case claimed FORCE INDEX (PRIMARY) ON claimed.id = best.id
  SET claimed.holder = ?, claimed.claim_id = ?, claimed.handed = 0,
      claimed.set_by = IF(best.turn = 0, claimed.set_by, NULL),
      claimed.claimed_until = GREATEST(claimed.claimed_until, UTC_TIMESTAMP(6) + INTERVAL 10 MINUTE)`;

/** The statement alone, which claims the next case and does not say which. */
export async function claimBare(bare: BareConnection): Promise<string> {
  const claimId = randomUUID();
  await bare.query(claimBest, [moderator, moderator, claimId]);
  return claimId;
}

/** Which case a claim is of, and until when. */
export async function claimedBy(bare: BareConnection, claimId: string): Promise<string> {
  const [[row]] = await bare.query<RowDataPacket[]>(
    `SELECT id, holder, claimed_until, claimed_until > UTC_TIMESTAMP(6) AS in_force
     FROM caretaker.report_case WHERE claim_id = ?`,
    [claimId],
  );
  return String(row?.id);
}
