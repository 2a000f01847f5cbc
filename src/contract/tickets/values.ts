import { z } from 'zod';
import type { Role } from '../roles.ts';
import { UserName } from '../values.ts';

/** Roles that answer members. */
export const ticketWorkers = ['support', 'admin'] as const satisfies readonly Role[];

const positive = z
  .string()
  .max(19)
  .regex(/^[1-9]\d*$/, 'not the number of a ticket');

export const TicketId = positive.brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;

export const MessageId = positive.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

export const TeamId = positive.brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;

/**
 * `new`: nobody has answered yet. `open`: the member waits. `waiting`: we wait for the member. `hold`: we wait for
 * someone else. `solved`: it may still be opened again by an answer. `closed`: an answer opens a new ticket.
 */
export const ticketStatuses = ['new', 'open', 'waiting', 'hold', 'solved', 'closed'] as const;
export const TicketStatus = z.enum(ticketStatuses);
export type TicketStatus = z.infer<typeof TicketStatus>;

/** Statuses that a person can set; `new` and `closed` come by themselves. */
export const settableStatuses = [
  'open',
  'waiting',
  'hold',
  'solved',
] as const satisfies readonly TicketStatus[];

/** Where a ticket lies on the desk: `todo` is new or open and not snoozed; one that was merged lies in another. */
export const ticketPlaces = ['todo', 'snoozed', 'waiting', 'hold', 'solved', 'closed', 'merged'] as const;
export type TicketPlace = (typeof ticketPlaces)[number];

/** 1 to 4. */
export const priorityNames = { 1: 'Low', 2: 'Normal', 3: 'High', 4: 'Urgent' } as const;
export const Priority = z.int().min(1).max(4);
export type Priority = keyof typeof priorityNames;

/** How a ticket came to us. A channel that is added is one more name here and one more file in `core/tickets/channels`. */
export const channels = ['site', 'staff'] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

/** A tag in the one way it is written: small letters, digits and single hyphens. */
export const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u, 'letters, digits and single hyphens')
  .max(40);

/** A colleague by account and display name. */
export const Colleague = z.object({ user: UserName, name: z.string() });
export type Colleague = z.infer<typeof Colleague>;

export const Subject = z.string().trim().min(1, 'say what it is about').max(200);
/** What the site’s `notify_member` takes. */
export const ReplyBody = z.string().trim().min(1, 'write something').max(4000);
export const NoteBody = z.string().trim().min(1, 'write something').max(4000);

/** How long a reply can still be taken back. */
export const undoSendSeconds = 15;
/** How long the desk keeps who looks at a ticket after they were last heard of. */
export const lookSeconds = 15;
/** A solved ticket is closed after so many days without an answer. */
export const closeAfterDays = 7;
