import type { Connection } from 'mysql2/promise';
import { TicketFilter } from '../../../../src/contract/tickets/queue.ts';
import type { SignedIn } from '../../../../src/core/session/open.ts';
import { countTickets } from '../../../../src/core/tickets/queue/list/counts.ts';
import type { Diary } from '../../diary.ts';
import type { TicketDeed } from '../deeds.ts';
import { everTaken, takenFromSomeone } from '../watch.ts';
import { type Account, account } from './accounted.ts';
import { answeredByTwo, wronglySent } from './answers.ts';
import { wrongClocks, wrongCounts } from './clocks.ts';
import { lost } from './lost.ts';
import { readTables } from './tables.ts';

/** What there was before anyone worked. */
export interface Before {
  readonly tickets: number;
}

export type Counts = Awaited<ReturnType<typeof countTickets>>['counts'];

export interface Found {
  readonly account: Account;
  /** What is wrong, by what it is; each empty where all is well. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/** Looks at everything that stands in the tables, as the database's administrator. */
export async function lookAtTables(
  sql: Connection,
  o: { readonly diary: Diary<TicketDeed>; readonly before: Before; readonly counts: Counts },
): Promise<Found> {
  const tables = await readTables(sql);
  const accounted = account(tables, o.before);
  const missing = lost(o.diary, tables, await everTaken(sql));
  return {
    account: accounted,
    wrong: {
      'answers lost': missing.answers,
      'answers sent twice, not at all, or otherwise': wronglySent(tables),
      'tickets answered by two': answeredByTwo(tables),
      'tickets taken from someone by “next”': await takenFromSomeone(sql),
      'other deeds lost': missing.others,
      'tickets not accounted for': accounted.problems,
      'clocks that are wrong': wrongClocks(tables),
      'counts that are wrong': wrongCounts(tables, o.counts),
      'calls that failed by a fault': [...o.diary.failed].map(([what, times]) => `${times} × ${what}`),
    },
  };
}

/** What the console counts, for someone who works on none. */
export async function countsNow(signedIn: SignedIn): Promise<Counts> {
  return (await countTickets(signedIn, TicketFilter.parse({}), undefined)).counts;
}
