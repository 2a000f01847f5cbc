import type { RowDataPacket } from 'mysql2/promise';
import { createLog } from '../../../src/core/log.ts';
import { deliverReplies } from '../../../src/core/outbox/deliver.ts';
import type { SignedIn } from '../../../src/core/session/open.ts';
import { readAllRequests } from '../../../src/core/tickets/intake/job.ts';
import { type Community, rootConnection } from '../../support/community.ts';
import type { Diary } from '../diary.ts';
import { type Frame, hire, type Killed, workThroughKills } from '../frame.ts';
import { membersOf } from '../members.ts';
import type { TicketDeed } from './deeds.ts';
import { openManyTickets, writeAsMember } from './lay.ts';
import { type Before, type Counts, countsNow, type Found, lookAtTables } from './verify/look.ts';
import { watchAssignees } from './watch.ts';

export interface TicketsSoak extends Omit<Frame, 'work'> {
  readonly agents: number;
  readonly tickets: number;
  /** They go on until so many answers were given. */
  readonly replies: number;
}

export interface Soaked extends Found {
  readonly diary: Diary<TicketDeed>;
  readonly before: Before;
  readonly counts: Counts;
  /** What members wrote meanwhile. */
  readonly written: number;
  readonly killed: Killed;
}

/** How often members write meanwhile. */
const writeEveryMs = 250;

/** Has agents answer many tickets through kills, and then looks at what stands in the tables and on the site. */
export async function soak(town: Community, o: TicketsSoak): Promise<Soaked> {
  o.say(`Opening ${o.tickets.toLocaleString('en')} tickets`);
  await openManyTickets(town.sql, o.tickets);
  await watchAssignees(town.sql);
  const seats = await hire(town, 'support', 'Agent', o.agents);
  const [[standing]] = await town.sql.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS count FROM caretaker.ticket',
  );
  const before = { tickets: Number(standing?.count) };
  const members = membersOf(town, writeEveryMs, writeAsMember);
  const { diary, killed } = await workThroughKills<TicketDeed>(town, {
    ...o,
    work: 'tickets',
    seats,
    enough: { deed: 'replied', count: o.replies },
    members,
  });

  o.say('Looking at what stands in the tables');
  const support = await town.signIn('support');
  const sql = await rootConnection(town.root);
  try {
    await bringToEnd(support, () =>
      sql.query("UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting'"),
    );
    const counts = await countsNow(support);
    const found = await lookAtTables(sql, { diary, before, counts });
    return { diary, before, counts, killed, written: members.written(), ...found };
  } finally {
    sql.destroy();
  }
}

/** What members wrote last is read, and what was answered last is handed to the site, as if its time had come. */
async function bringToEnd({ database, site }: SignedIn, comeDue: () => Promise<unknown>): Promise<void> {
  await readAllRequests({ database });
  await comeDue();
  const log = createLog({ level: 'error' });
  await deliverReplies.run({ database, site, log }, new AbortController().signal);
}
