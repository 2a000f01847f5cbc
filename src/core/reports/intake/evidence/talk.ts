import { sql } from 'kysely';
import type { TalkMessage } from '../../../../contract/reports/case.ts';
import { Utc } from '../../../../contract/values.ts';
import { failureOf } from '../../../database/errors.ts';
import { utcOf } from '../../../database/time.ts';
import { shortened } from '../../../members/page/stream.ts';
import type { Ground } from '../mark.ts';

/** Messages that are kept: so many that were there when it was reported, and the others from those after it. */
const kept = { all: 200, upToReport: 150 } as const;
const longestMessage = 2000;

interface MessageRow {
  readonly id: string;
  readonly author_id: string | null;
  readonly at: string | null;
  readonly body: string | null;
}

/** A conversation, as the procedure that is the one way to it gives it: the newest 1000 messages, the oldest first. */
export type Talk = readonly Omit<TalkMessage, 'author'>[];

/** Null where the site will not show it. */
export async function readTalk({ database, signal }: Ground, reportId: string): Promise<Talk | null> {
  try {
    // Not to be stopped: a procedure runs in its owner's name, and nobody may stop what runs in another's.
    const { rows } = await database.readPrimary(signal, (db) =>
      sql<readonly MessageRow[]>`CALL caretaker_site.report_conversation(${BigInt(reportId)})`.execute(db),
    );
    return (rows[0] ?? []).map((row) => ({
      id: String(row.id),
      authorId: (row.author_id ?? '0') as TalkMessage['authorId'],
      at: Utc.catch('1970-01-01T00:00:00.000000Z' as Utc).parse(row.at === null ? null : utcOf(row.at)),
      body: shortened(row.body, longestMessage) ?? '',
    }));
  } catch (error) {
    // What the site refuses of one conversation must not keep the reports after it from being read.
    if (['refused', 'denied', 'too-expensive'].includes(failureOf(error))) return null;
    throw error;
  }
}

/** The messages around the moment of a report. */
export function around(talk: Talk, reportedAt: Utc): Talk {
  const sinceReport = talk.findIndex((it) => it.at > reportedAt);
  const there = sinceReport < 0 ? talk.length : sinceReport;
  const from = Math.max(0, Math.min(there - kept.upToReport, talk.length - kept.all));
  return talk.slice(from, from + kept.all);
}
