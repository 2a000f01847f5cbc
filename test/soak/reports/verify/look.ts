import type { Connection } from 'mysql2/promise';
import type { Diary } from '../../diary.ts';
import type { ReportDeed } from '../deeds.ts';
import { takenFromHolder, timesClaimed } from '../watch.ts';
import { type Account, account } from './accounted.ts';
import { doubled } from './doubled.ts';
import { halfApplied } from './half.ts';
import { lost } from './lost.ts';
import { readTables } from './tables.ts';

/** What there was before anyone worked. */
export interface Before {
  readonly cases: number;
  /** The id of the last action that the site had on record. */
  readonly siteAction: string;
}

export interface Found {
  readonly account: Account;
  /** What is wrong, by what it is; each empty where all is well. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/** Looks at everything that stands in the tables, as the database's administrator. */
export async function lookAtTables(
  sql: Connection,
  diary: Diary<ReportDeed>,
  before: Before,
): Promise<Found> {
  const tables = await readTables(sql, before);
  const accounted = await account(sql, before);
  const missing = lost(diary, tables, await timesClaimed(sql));
  const taken = await takenFromHolder(sql);
  return {
    account: accounted,
    wrong: {
      'cases claimed twice at once': taken.map(
        (it) => `case ${it.caseId} was taken from ${it.from} by ${it.by} at ${it.at}`,
      ),
      'decisions lost': missing.decisions,
      'decisions doubled': doubled(tables),
      'decisions half applied': halfApplied(tables),
      'claims and other deeds lost': missing.others,
      'cases not accounted for': accounted.problems,
      'calls that failed by a fault': [...diary.failed].map(([what, times]) => `${times} × ${what}`),
    },
  };
}
