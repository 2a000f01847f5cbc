import { z } from 'zod';
import { deliveries } from '../members/actions.ts';
import { Member } from '../members/member.ts';
import { procedure } from '../procedure.ts';
import { EntryId, MemberId, UserName, Utc } from '../values.ts';
import { Deadline, TicketChange, TicketRow } from './queue.ts';
import {
  Channel,
  Colleague,
  MessageId,
  NoteBody,
  Priority,
  ReplyBody,
  Subject,
  Tag,
  TeamId,
  TicketId,
  ticketWorkers,
} from './values.ts';

/** A file with a message. Its type is told by its content; its name has no path and nothing that runs. */
export const Attachment = z.object({
  id: EntryId,
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
});
export type Attachment = z.infer<typeof Attachment>;

/** Files of a message: at most so many, each at most so large, of these types. */
export const attachmentsMost = 5;
export const attachmentBytesMost = 4_000_000;
export const attachmentTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const;

/** `in` from the member, `out` to them, `note` among colleagues, `question` that asks how it was. */
export const messageKinds = ['in', 'out', 'note', 'question'] as const;

export const TicketMessage = z.object({
  id: MessageId,
  at: Utc,
  kind: z.enum(messageKinds),
  /** Who of the staff wrote it; null for a member. */
  author: Colleague.nullable(),
  /** What the member is called who wrote it; null for the staff. */
  from: z.string().nullable(),
  body: z.string(),
  attachments: z.array(Attachment),
  /** Whether the site has taken an `out`; null for others. */
  delivery: z.enum(deliveries).nullable(),
  /** Why the last try failed. */
  problem: z.string().nullable(),
  /** When an `out` that still waits is to go: it can be taken back until then. */
  sendAt: Utc.nullable(),
  /** The ticket it was written to, where that was merged into this one or split from it. */
  origin: TicketId.nullable(),
  /** Colleagues whom a note names. */
  mentions: z.array(UserName),
  /** A bare “thanks”, which opened nothing. */
  thanks: z.boolean(),
});
export type TicketMessage = z.infer<typeof TicketMessage>;

/** A reply that waits for its moment; an answer of the member stops it, and makes a draft of it again. */
export const ScheduledReply = z.object({
  id: EntryId,
  owner: Colleague,
  body: z.string(),
  attachments: z.array(Attachment),
  sendAt: Utc,
});
export type ScheduledReply = z.infer<typeof ScheduledReply>;

/** What happened to a ticket. */
export const TicketEvent = z.object({
  id: EntryId,
  at: Utc,
  /** A staff account; null where it was a job. */
  actor: z.string().nullable(),
  kind: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type TicketEvent = z.infer<typeof TicketEvent>;

/** A case that the ticket became, as far as support may know of it. */
export const LinkedCase = z.object({
  /** Null until a job has opened it, some seconds after it was asked for. */
  caseId: z.string().nullable(),
  state: z.string(),
  outcome: z.string().nullable(),
  at: Utc,
});

/** What is being written, kept every `draftSeconds`. A newer `sequence` replaces an older one. */
export const Draft = z.object({
  kind: z.enum(['reply', 'note']),
  owner: Colleague,
  /** Shown to colleagues at the ticket, and open to them. */
  shared: z.boolean(),
  body: z.string().max(8000),
  attachments: z.array(Attachment),
  sequence: z.int(),
  savedAt: Utc,
  /** The ticket it was begun on, where that was merged into this one. */
  origin: TicketId.nullable(),
});
export type Draft = z.infer<typeof Draft>;
/** How long what was typed may be on its way to the database. */
export const draftSeconds = 2;

const OfTicket = z.object({ ticketId: TicketId });

const Reply = OfTicket.extend({
  requestId: z.uuid(),
  seen: MessageId.nullable(),
  body: ReplyBody,
  attachments: z.array(EntryId).max(attachmentsMost).default([]),
  change: TicketChange.default({}),
});

export const conversation = {
  /** All that one screen needs at first. NOT_FOUND where there is no such ticket. */
  get: procedure(ticketWorkers)
    .input(OfTicket)
    .output(
      z.object({
        row: TicketRow,
        /** All deadlines that run, and those that were missed. */
        deadlines: z.array(Deadline),
        /** The newest 200, oldest first. */
        messages: z.array(TicketMessage),
        /** Whether there are older ones. */
        more: z.boolean(),
        /** The newest 100, oldest first. */
        events: z.array(TicketEvent),
        /** Null where who wrote has no account, or no longer. */
        member: Member.nullable(),
        /** Where they wrote without an account. */
        email: z.string().nullable(),
        /** Whether an answer can reach them, and if not, why. */
        reachable: z.boolean(),
        whyNot: z.string().nullable(),
        /** Other tickets of the member, the latest first, at most 10. */
        otherTickets: z.array(TicketRow),
        cases: z.array(LinkedCase),
        drafts: z.array(Draft),
        scheduled: z.array(ScheduledReply),
        /** Tickets that were merged into this one. */
        merged: z.array(z.object({ id: TicketId, subject: z.string(), mergeId: EntryId })),
        followers: z.array(Colleague),
        asOf: Utc,
      }),
    ),
  /** Messages before `before`, the newest 200 of them, oldest first. */
  earlier: procedure(ticketWorkers)
    .input(OfTicket.extend({ before: MessageId }))
    .output(z.object({ messages: z.array(TicketMessage), more: z.boolean() })),
  /**
   * Answers the member: message, change, outbox and entry of the record in one transaction. `seen` is the newest message
   * from or to the member that the writer had before them: CONFLICT where there is a newer one, with whose. It goes in
   * `undoSendSeconds`, at `sendAt`. The writer’s draft is gone with it.
   */
  reply: procedure(ticketWorkers)
    .input(Reply)
    .output(z.object({ messageId: MessageId, sendAt: Utc })),
  /** Takes back a reply that has not gone: its text is a draft again, the ticket as before. CONFLICT where it has gone. */
  unsend: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), messageId: MessageId }))
    .output(z.object({})),
  /** As `reply`, at a moment within a year, by a job. Until then nothing about the ticket changes. */
  schedule: procedure(ticketWorkers)
    .input(Reply.extend({ sendAt: Utc }))
    .output(z.object({ scheduledId: EntryId })),
  /** Stops a scheduled reply: its text is a draft again. CONFLICT where it has gone. */
  unschedule: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), scheduledId: EntryId }))
    .output(z.object({})),
  /** Writes for colleagues. Those named in `mentions` find the ticket under `followed`. */
  note: procedure(ticketWorkers)
    .input(
      OfTicket.extend({
        requestId: z.uuid(),
        body: NoteBody,
        mentions: z.array(UserName).max(20).default([]),
        attachments: z.array(EntryId).max(attachmentsMost).default([]),
      }),
    )
    .output(z.object({ messageId: MessageId })),
  /** Opens a ticket by hand, from a member’s page; with `body` the member is written to. */
  open: procedure(ticketWorkers)
    .input(
      z.object({
        requestId: z.uuid(),
        memberId: MemberId,
        subject: Subject,
        /** What the member is written; null where only a note is kept. */
        body: ReplyBody.nullable(),
        note: NoteBody.nullable(),
        priority: Priority.default(2),
        teamId: TeamId.nullable().default(null),
        tags: z.array(Tag).max(20).default([]),
      }),
    )
    .output(z.object({ ticketId: TicketId })),
  /** Tickets of a member, the latest first, at most 50. */
  ofMember: procedure(ticketWorkers)
    .input(z.object({ memberId: MemberId }))
    .output(z.object({ rows: z.array(TicketRow), asOf: Utc })),
  /** Keeps what is being written. An older `sequence` than what is kept changes nothing. An empty one removes it. */
  saveDraft: procedure(ticketWorkers)
    .input(
      OfTicket.extend({
        kind: z.enum(['reply', 'note']),
        /** Whose: one’s own, or a colleague’s that is shared. */
        owner: UserName,
        body: z.string().max(8000),
        attachments: z.array(EntryId).max(attachmentsMost).default([]),
        shared: z.boolean(),
        sequence: z.int().min(0),
      }),
    )
    .output(z.object({ sequence: z.int(), savedAt: Utc })),
  /** Keeps a file for a draft. INVALID_INPUT where it is too large or of a type that is not taken. */
  attach: procedure(ticketWorkers)
    .input(
      OfTicket.extend({ requestId: z.uuid(), name: z.string().min(1).max(200), data: z.instanceof(Blob) }),
    )
    .output(Attachment),
  /** A file’s bytes. */
  attachment: procedure(ticketWorkers)
    .input(z.object({ id: EntryId }))
    .output(z.object({ name: z.string(), type: z.string(), data: z.instanceof(Blob) })),
  /** Says which member someone is who wrote without an account. */
  setMember: procedure(ticketWorkers)
    .input(OfTicket.extend({ requestId: z.uuid(), memberId: MemberId }))
    .output(z.object({})),
  /** Puts all of `from` into this ticket. Drafts stay. */
  merge: procedure(ticketWorkers)
    .input(OfTicket.extend({ requestId: z.uuid(), from: z.array(TicketId).min(1).max(20) }))
    .output(z.object({ mergeIds: z.array(EntryId) })),
  /** Puts messages into a new ticket of the same member. */
  split: procedure(ticketWorkers)
    .input(
      OfTicket.extend({
        requestId: z.uuid(),
        messages: z.array(MessageId).min(1).max(100),
        subject: Subject,
      }),
    )
    .output(z.object({ mergeId: EntryId, ticketId: TicketId })),
  /**
   * Puts back what a merge or a split moved, the latest of a ticket first. CONFLICT where something later stands on it, and
   * says what. Messages that came since into the ticket that was moved to stay there: `stayed` of them.
   */
  undoMerge: procedure(ticketWorkers)
    .input(z.object({ requestId: z.uuid(), mergeId: EntryId }))
    .output(z.object({ ticketId: TicketId, stayed: z.int() })),
  /** Hands the ticket to the moderators as a case about a member or something they wrote. */
  refer: procedure(ticketWorkers)
    .input(
      OfTicket.extend({
        requestId: z.uuid(),
        subject: z.object({ kind: z.string().regex(/^[a-z0-9_]{1,20}$/), id: MemberId }),
        reason: z.string().trim().min(1).max(60),
        note: NoteBody,
      }),
    )
    .output(z.object({})),
};

/** What a moderator sees of the ticket behind a case. */
export const ReferredTicket = z.object({
  ticketId: TicketId,
  subject: z.string(),
  channel: Channel,
  note: z.string(),
  by: Colleague,
  at: Utc,
  messages: z.array(z.object({ at: Utc, from: z.string(), body: z.string() })),
});
export type ReferredTicket = z.infer<typeof ReferredTicket>;

export const referrals = {
  /** The tickets that became this case, with what was said. */
  ofCase: procedure(['moderator', 'admin'])
    .input(z.object({ caseId: z.string().regex(/^[1-9]\d{0,18}$/) }))
    .output(z.object({ tickets: z.array(ReferredTicket) })),
};
