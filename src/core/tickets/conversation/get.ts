import type { MessageId, TicketId } from '../../../contract/tickets/values.ts';
import type { MemberId } from '../../../contract/values.ts';
import { serverMoment } from '../../database/clock.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { readMember } from '../../members/page/member.ts';
import type { SignedIn } from '../../session/open.ts';
import { canReach } from '../channels/site.ts';
import { readRules } from '../clocks/rules.ts';
import { deadlinesOf, showTickets } from '../rows.ts';
import { readTicket, type TicketColumns } from '../work.ts';
import {
  readCases,
  readEvents,
  readFollowers,
  readMerged,
  readScheduled,
  ticketsOfMember,
} from './around.ts';
import { readDrafts } from './drafts/read.ts';
import { familyOf } from './family.ts';
import { readMessages } from './messages.ts';

const mostOthers = 10;
const mostOfMember = 50;

/** All that the screen of one ticket needs: rounds of statements by key, each over several connections at once. */
export async function getTicket(signedIn: SignedIn, ticketId: TicketId, signal: AbortSignal | undefined) {
  const { user } = signedIn.person;
  // The primary: what was just done to a ticket must show.
  const read = <T>(work: (db: Db, run: Run) => Promise<T>) => signedIn.database.readPrimary(signal, work);
  const [first, said, events, followers, cases, merged, [drafts, scheduled], rules] = await Promise.all([
    read((db, run) => readTicket(db, ticketId, run)).then(async (at) => ({
      ...at,
      ...(await readAround(signedIn, at, signal)),
    })),
    read((db, run) => readMessages(db, run, { ticketId, before: null })),
    read((db, run) => readEvents(db, run, ticketId)),
    read((db, run) => readFollowers(db, run, ticketId)),
    read((db, run) => readCases(db, run, ticketId)),
    read((db, run) => readMerged(db, run, ticketId)),
    read(async (db, run) => {
      const family = await familyOf(db, run, ticketId);
      return Promise.all([readDrafts(db, run, { ticketId, family, user }), readScheduled(db, run, family)]);
    }),
    read(readRules),
  ]);
  const { row, moment, shown, otherTickets, member } = first;
  return {
    row: shown,
    deadlines: deadlinesOf(row, rules, moment),
    ...said,
    events,
    member,
    email: row.member_id === null ? row.email : null,
    ...canReach(row),
    otherTickets,
    cases,
    drafts,
    scheduled,
    merged,
    followers,
    asOf: utcOf(moment),
  };
}

/** Who wrote, and their other tickets. */
async function readAround(
  signedIn: SignedIn,
  { row, moment }: { row: TicketColumns; moment: string },
  signal: AbortSignal | undefined,
) {
  const [member, [shown, ...otherTickets]] = await Promise.all([
    readWriter(signedIn, row, signal),
    signedIn.database.readPrimary(signal, async (db, run) => {
      const others = await readOthers(db, run, row);
      return showTickets(db, run, [row, ...others], { moment, user: signedIn.person.user });
    }),
  ]);
  if (shown === undefined) throw new Error('a ticket that was read is not shown');
  return { member, shown, otherTickets };
}

async function readOthers(db: Db, run: Run, { id, member_id }: TicketColumns): Promise<TicketColumns[]> {
  if (member_id === null) return [];
  // Those that lie merged in another are shown there.
  const latest = await ticketsOfMember(db, run, member_id, mostOfMember);
  return latest.filter((other) => other.id !== id && other.merged_into === null).slice(0, mostOthers);
}

async function readWriter(signedIn: SignedIn, { member_id }: TicketColumns, signal: AbortSignal | undefined) {
  if (member_id === null) return null;
  try {
    return (await readMember(signedIn, member_id as MemberId, signal)).member;
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** A page of older messages. @throws NOT_FOUND */
export async function earlierMessages(
  { database }: SignedIn,
  { ticketId, before }: { ticketId: TicketId; before: MessageId },
  signal: AbortSignal | undefined,
) {
  return database.readPrimary(signal, async (db, run) => {
    await readTicket(db, ticketId, run);
    return readMessages(db, run, { ticketId, before });
  });
}

/** Tickets of a member, the latest first. */
export async function ofMember(
  { database, person }: SignedIn,
  memberId: MemberId,
  signal: AbortSignal | undefined,
) {
  return database.readPrimary(signal, async (db, run) => {
    const [rows, moment] = await Promise.all([
      ticketsOfMember(db, run, memberId, mostOfMember),
      serverMoment(db, run),
    ]);
    const shown = await showTickets(db, run, rows, { moment, user: person.user });
    return { rows: shown, asOf: utcOf(moment) };
  });
}
