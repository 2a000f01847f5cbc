import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Cursor, MemberId, PageLimit, UserName, Utc } from '../values.ts';
import {
  Channel,
  Colleague,
  Priority,
  Tag,
  TeamId,
  TicketId,
  TicketStatus,
  ticketWorkers,
} from './values.ts';

/**
 * `next`: what “next” gives, the person’s own that wait for an answer and those that are nobody’s, the nearest deadline
 * first. `mine`: all of the person’s own that are not solved. `unassigned`: nobody’s, to be answered. `waiting`: for the
 * member. `overdue`: past a deadline. `followed`: those the person follows or was mentioned in. `all`: the latest first.
 */
export const ticketViews = [
  'next',
  'mine',
  'unassigned',
  'waiting',
  'overdue',
  'snoozed',
  'hold',
  'followed',
  'solved',
  'all',
] as const;
export const TicketView = z.enum(ticketViews);
export type TicketView = z.infer<typeof TicketView>;

/** Each part narrows; null leaves it open. */
export const TicketFilter = z.object({
  teamId: TeamId.nullable().default(null),
  assignee: UserName.nullable().default(null),
  priority: Priority.nullable().default(null),
  tag: Tag.nullable().default(null),
  channel: Channel.nullable().default(null),
  memberId: MemberId.nullable().default(null),
  /** Opened at least, and less than, so many hours ago. */
  olderThanHours: z.int().min(0).max(87_600).nullable().default(null),
  youngerThanHours: z.int().min(1).max(87_600).nullable().default(null),
});
export type TicketFilter = z.infer<typeof TicketFilter>;

/** Which promise a deadline belongs to: the first answer, the next one, or the solution. */
export const targetKinds = ['first', 'next', 'solve'] as const;
export const TargetKind = z.enum(targetKinds);
export type TargetKind = z.infer<typeof TargetKind>;

/** A deadline. `left` is in minutes of business hours at `asOf` of the answer, negative past it. */
export const Deadline = z.object({ kind: TargetKind, at: Utc, left: z.int() });
export type Deadline = z.infer<typeof Deadline>;

/** A ticket as a list shows it. */
export const TicketRow = z.object({
  id: TicketId,
  subject: z.string(),
  status: TicketStatus,
  priority: Priority,
  channel: Channel,
  memberId: MemberId.nullable(),
  /** The member’s nickname now, or the name that was given with the request. */
  from: z.string(),
  /** The beginning of the last message: members’ text. */
  excerpt: z.string(),
  /** Whether the last message is the member’s. */
  awaitsUs: z.boolean(),
  team: z.object({ id: TeamId, name: z.string() }).nullable(),
  assignee: Colleague.nullable(),
  tags: z.array(z.string()),
  messages: z.int(),
  openedAt: Utc,
  lastAt: Utc,
  snoozedUntil: Utc.nullable(),
  /** The nearest deadline that runs; null where none does. */
  deadline: Deadline.nullable(),
  mergedInto: TicketId.nullable(),
  /** 1 to 5, as the member rated it. */
  rating: z.int().nullable(),
  followed: z.boolean(),
  /** Colleagues at it just now, apart from the person. */
  others: z.array(Colleague.extend({ writing: z.boolean() })),
  /** Changes with the ticket. */
  version: z.int(),
});
export type TicketRow = z.infer<typeof TicketRow>;

/** What can be changed about a ticket without answering it. Each part that is given is set. */
export const TicketChange = z.object({
  status: z.enum(['open', 'waiting', 'hold', 'solved']).optional(),
  priority: Priority.optional(),
  teamId: TeamId.nullable().optional(),
  assignee: UserName.nullable().optional(),
  /** A moment within a year; null wakes it. */
  snoozedUntil: Utc.nullable().optional(),
  subject: z.string().trim().min(1).max(200).optional(),
  addTags: z.array(Tag).max(20).optional(),
  removeTags: z.array(Tag).max(20).optional(),
});
export type TicketChange = z.infer<typeof TicketChange>;

export const ticketBulkMost = 1000;

export const TicketOutcome = z.object({
  ticketId: TicketId,
  outcome: z.enum(['done', 'unchanged', 'refused', 'failed']),
  why: z.string().nullable(),
});
export const TicketRunProgress = z.object({
  done: z.int(),
  total: z.int(),
  /** Those since the last progress. */
  outcomes: z.array(TicketOutcome),
  finished: z.boolean(),
});
export type TicketRunProgress = z.infer<typeof TicketRunProgress>;

const OfTicket = z.object({ ticketId: TicketId });

export const ticketQueue = {
  /** A page of a view, by key. */
  list: procedure(ticketWorkers)
    .input(
      z.object({
        view: TicketView,
        filter: TicketFilter,
        cursor: Cursor.nullable().default(null),
        limit: PageLimit,
      }),
    )
    .output(z.object({ rows: z.array(TicketRow), next: Cursor.nullable(), asOf: Utc })),
  /** Tickets by their numbers as they are now, in no order; those that there are not are left out. */
  rows: procedure(ticketWorkers)
    .input(z.object({ ticketIds: z.array(TicketId).min(1).max(200) }))
    .output(z.object({ rows: z.array(TicketRow), asOf: Utc })),
  /** How many tickets each view holds, counted up to 10,000. */
  counts: procedure(ticketWorkers)
    .input(z.object({ filter: TicketFilter }))
    .output(z.object({ counts: z.record(TicketView, z.object({ count: z.int(), capped: z.boolean() })) })),
  /**
   * The best of what is to be answered: the person’s own, else one that is nobody’s, which becomes theirs. `requestId` is
   * made once for what the person asked: asked again with it, the same ticket comes back. Null where none is left.
   */
  takeNext: procedure(ticketWorkers)
    .input(
      z.object({
        requestId: z.uuid(),
        filter: TicketFilter,
        passed: z.array(TicketId).max(100).default([]),
      }),
    )
    .output(z.object({ ticketId: TicketId.nullable() })),
  /**
   * Changes what is said of a ticket. CONFLICT where it changed since `seenVersion` in what is to be changed, and says
   * what. `undoId` takes it back.
   */
  change: procedure(ticketWorkers)
    .input(OfTicket.extend({ requestId: z.uuid(), seenVersion: z.int().min(0), change: TicketChange }))
    .output(z.object({ undoId: z.uuid() })),
  /** Puts back what a change, or a run of changes, was before, where nothing later stands on it. */
  undoChange: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), undoId: z.uuid() }))
    .output(z.object({ undone: z.int(), kept: z.array(z.string()) })),
  /** Follows a ticket, or no longer: what happens to it shows under `followed`. */
  follow: procedure(ticketWorkers)
    .input(OfTicket.extend({ follow: z.boolean() }))
    .output(z.object({})),
  /** One after the other, each in a transaction of its own. Leaving the iterator stops after the one under way. */
  changeMany: procedure(ticketWorkers)
    .input(
      z.object({
        runId: z.uuid(),
        ticketIds: z.array(TicketId).min(1).max(ticketBulkMost),
        change: TicketChange,
      }),
    )
    .output(eventIterator(TicketRunProgress)),
  /** Takes back what the run did, and what of it can be. */
  undoMany: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), runId: z.uuid() }))
    .output(eventIterator(TicketRunProgress)),
  /** Says that the person looks at the ticket, or writes, and tells who else does. Asked every `lookSeconds`. */
  look: procedure(ticketWorkers)
    .input(OfTicket.extend({ writing: z.boolean(), leaving: z.boolean().default(false) }))
    .output(z.object({ others: z.array(Colleague.extend({ writing: z.boolean() })) })),
  /** Whom a ticket can be assigned to, with those who are away, and the teams there are. */
  desk: procedure(ticketWorkers)
    .input(z.undefined())
    .output(
      z.object({
        people: z.array(Colleague.extend({ awayUntil: Utc.nullable() })),
        teams: z.array(z.object({ id: TeamId, name: z.string(), users: z.array(UserName) })),
        tags: z.array(z.string()),
      }),
    ),
  /**
   * Says that the person, or for an administrator a colleague, is away until a moment; null when they are back. What is
   * theirs and waits for an answer goes back to the queue.
   */
  setAway: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), user: UserName, until: Utc.nullable() }))
    .output(z.object({ returned: z.int() })),
  /** How fresh the queue is: when the site was last asked for requests, and how many wait to be read. */
  freshness: procedure(ticketWorkers)
    .input(z.undefined())
    .output(z.object({ asOf: Utc.nullable(), waiting: z.int(), waitingCapped: z.boolean() })),
};
