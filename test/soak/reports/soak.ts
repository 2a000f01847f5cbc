import type { Connection, RowDataPacket } from 'mysql2/promise';
import { readAllReports } from '../../../src/core/reports/intake/job.ts';
import { type Community, rootConnection } from '../../support/community.ts';
import { openManyCases } from '../../support/many-cases.ts';
import type { Diary } from '../diary.ts';
import { type Frame, hire, type Killed, workThroughKills } from '../frame.ts';
import { membersOf } from '../members.ts';
import type { ReportDeed } from './deeds.ts';
import { type Before, type Found, lookAtTables } from './verify/look.ts';
import { watchHolders } from './watch.ts';

export interface ReportsSoak extends Omit<Frame, 'work'> {
  readonly moderators: number;
  readonly cases: number;
  /** They go on until so many decisions were made. */
  readonly decisions: number;
}

export interface Soaked extends Found {
  readonly diary: Diary<ReportDeed>;
  readonly before: Before;
  /** What members reported meanwhile. */
  readonly reported: number;
  readonly killed: Killed;
}

/** How often members report something meanwhile. */
const reportEveryMs = 250;

/** Has moderators work one queue through kills, and then looks at what stands in the tables. */
export async function soak(town: Community, o: ReportsSoak): Promise<Soaked> {
  o.say(`Opening ${o.cases.toLocaleString('en')} cases`);
  await openManyCases(town.sql, { cases: o.cases, withinMinutes: 60 });
  await watchHolders(town.sql);
  const seats = await hire(town, 'moderator', 'Moderator', o.moderators);
  const before = await standing(town.sql);
  const members = membersOf(town, reportEveryMs, report);
  const { diary, killed } = await workThroughKills<ReportDeed>(town, {
    ...o,
    work: 'reports',
    seats,
    enough: { deed: 'decided', count: o.decisions },
    members,
  });

  o.say('Looking at what stands in the tables');
  // What was reported last and read by nobody yet.
  const { database, site } = await town.signIn('moderator');
  await readAllReports({ database, site });
  const sql = await rootConnection(town.root);
  try {
    const found = await lookAtTables(sql, diary, before);
    return { diary, before, killed, reported: members.written(), ...found };
  } finally {
    sql.destroy();
  }
}

async function standing(sql: Connection): Promise<Before> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    `SELECT (SELECT COUNT(*) FROM caretaker.report_case) AS cases,
            (SELECT COALESCE(MAX(id), 0) FROM community_demo.moderation_actions) AS siteAction`,
  );
  return { cases: Number(row?.cases), siteAction: String(row?.siteAction) };
}

/** Mostly what has an open case, which changes under whoever decides about it. */
async function report(sql: Connection): Promise<void> {
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
}
