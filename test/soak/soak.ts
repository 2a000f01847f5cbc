import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { addStaff } from '../../src/core/database/install.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { type Community, rootConnection } from '../support/community.ts';
import { openManyCases } from '../support/many-cases.ts';
import { startDesks } from './desks.ts';
import { Diary } from './diary.ts';
import { type Before, type Found, lookAtTables } from './verify/look.ts';
import { watchHolders } from './watch.ts';

export interface SoakOptions {
  readonly moderators: number;
  readonly cases: number;
  readonly seconds: number;
  /** They go on until so many decisions were made, however slow the machine is; half of them before the crash. */
  readonly decisions: number;
  /** People who sit at one desk: a process that is killed with all of them. */
  readonly seatsEach: number;
  /** How often a desk is killed. */
  readonly killEverySeconds: number;
  readonly say: (line: string) => void;
}

export interface Soaked extends Found {
  readonly diary: Diary;
  readonly before: Before;
  /** What members reported meanwhile. */
  readonly reported: number;
  readonly killed: {
    readonly desks: number;
    readonly people: number;
    readonly secondsWithoutDatabase: number;
  };
}

/** How often members report something meanwhile. */
const reportEveryMs = 250;

/**
 * Has moderators work one queue through kills of their processes and one of the database, and then looks at what stands in
 * the tables.
 */
export async function soak(town: Community, o: SoakOptions): Promise<Soaked> {
  const { root } = town;
  o.say(`Opening ${o.cases.toLocaleString('en')} cases`);
  await openManyCases(town.sql, { cases: o.cases, withinMinutes: 60 });
  await watchHolders(town.sql);
  const seats = await hire(town, o.moderators);
  const before = await standing(town.sql);

  o.say(`${o.moderators} moderators sign in`);
  const diary = new Diary();
  const colleagues = seats.map(({ user }) => user);
  const desks = await startDesks({
    begin: { host: root.host, port: root.port, colleagues },
    seats,
    seatsEach: o.seatsEach,
    hear: (word) => diary.hear(word),
  });
  const day = new AbortController();
  const killed = { desks: 0, people: 0, secondsWithoutDatabase: 0 };
  const killing = every(o.killEverySeconds * 1000, day.signal, async () => {
    const people = desks.killOne();
    killed.people += people;
    if (people > 0) killed.desks += 1;
  });
  const members = reporter(town);
  const reporting = every(reportEveryMs, day.signal, members.report);
  o.say('They work');
  await halfADay(o, diary, o.decisions / 2);
  killed.secondsWithoutDatabase = await crash(town, o.say);
  await halfADay(o, diary, o.decisions);
  day.abort();
  await Promise.all([killing, reporting]);
  await desks.goHome();

  o.say('Looking at what stands in the tables');
  // What was reported last and read by nobody yet.
  const { database, site } = await town.signIn('moderator');
  await readAllReports({ database, site });
  const sql = await rootConnection(root);
  try {
    return {
      diary,
      before,
      killed,
      reported: members.reported(),
      ...(await lookAtTables(sql, diary, before)),
    };
  } finally {
    sql.destroy();
  }
}

async function halfADay({ seconds }: SoakOptions, diary: Diary, decisions: number): Promise<void> {
  await sleep(seconds * 500);
  while (diary.count('decided') < decisions) await sleep(200);
}

async function standing(sql: Connection): Promise<Before> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    `SELECT (SELECT COUNT(*) FROM caretaker.report_case) AS cases,
            (SELECT COALESCE(MAX(id), 0) FROM community_demo.moderation_actions) AS siteAction`,
  );
  return { cases: Number(row?.cases), siteAction: String(row?.siteAction) };
}

/** Gives each moderator an account of their own. */
async function hire(town: Community, count: number) {
  const seats = Array.from({ length: count }, (_, index) => ({
    user: `m${index + 1}`,
    password: `Moderator-${index + 1}`,
  }));
  for (const [index, { user, password }] of seats.entries()) {
    const displayName = `Moderator ${index + 1}`;
    await addStaff({ root: town.root, user, password, role: 'moderator', displayName });
  }
  return seats;
}

/** Kills the server at once, as a crash would, and starts it again; how long it was away, in seconds. */
async function crash({ server }: Community, say: (line: string) => void): Promise<number> {
  const began = performance.now();
  say('The database is killed (kill -9)');
  server.kill();
  await server.exited;
  await server.startAgain();
  const seconds = (performance.now() - began) / 1000;
  say(`The database is back after ${seconds.toFixed(1)} s`);
  return seconds;
}

/** Members go on reporting: mostly what has an open case, which changes under whoever decides about it. */
function reporter({ root }: Community) {
  let sql: Connection | null = null;
  let reported = 0;
  const report = async () => {
    try {
      sql ??= await rootConnection(root);
      const [[range]] = await sql.query<RowDataPacket[]>(
        'SELECT MIN(report_id) AS first, MAX(report_id) AS last FROM caretaker.report_item',
      );
      const [first, last] = [Number(range?.first), Number(range?.last)];
      await sql.query(
        `INSERT INTO community_demo.reports
           (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
         SELECT ?, reportable_type, reportable_id, reported_user_id, reason,
                CONVERT_TZ(SYSDATE(6), @@session.time_zone, '+00:00')
         FROM community_demo.reports WHERE id = ?`,
        [1 + Math.floor(Math.random() * 400), first + Math.floor(Math.random() * (last - first + 1))],
      );
      reported += 1;
    } catch {
      // The database is away; members try again as well.
      sql?.destroy();
      sql = null;
    }
  };
  return { report, reported: () => reported };
}

async function every(ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sleep(ms, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await work();
  }
}
