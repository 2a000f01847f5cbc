import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '../procedure.ts';
import type { Role } from '../roles.ts';
import { memberReaders } from '../roles.ts';
import { EntryId, MemberId, Utc } from '../values.ts';
import { Member, MemberStatus } from './member.ts';

/** What staff can do to a member: who may, and the site's procedure that does it. The grants are made from this. */
export const memberActions = {
  warn: { procedure: 'member_warn', roles: ['moderator', 'admin'], undoable: false },
  mute: { procedure: 'member_mute', roles: ['moderator', 'admin'], undoable: true },
  suspend: { procedure: 'member_suspend', roles: ['moderator', 'admin'], undoable: true },
  ban: { procedure: 'member_ban', roles: ['moderator', 'admin'], undoable: true },
  restore: { procedure: 'member_restore', roles: ['moderator', 'admin'], undoable: true },
  rename: { procedure: 'member_rename', roles: ['moderator', 'support', 'admin'], undoable: true },
  'sign-out': {
    procedure: 'member_sign_out_everywhere',
    roles: ['moderator', 'support', 'admin'],
    undoable: false,
  },
  'reset-password': {
    procedure: 'member_force_password_reset',
    roles: ['support', 'admin'],
    undoable: false,
  },
} as const satisfies Record<string, { procedure: string; roles: readonly Role[]; undoable: boolean }>;
export type MemberAction = keyof typeof memberActions;
export const memberActionNames = Object.keys(memberActions) as [MemberAction, ...MemberAction[]];
export const MemberAction = z.enum(memberActionNames);

/** The most members that one run acts on. */
export const runMost = 1000;

const Reason = z.string().trim().min(3, 'say why, in at least three letters').max(500);
const Message = z.string().trim().min(1).max(4000);
/** A nickname as the site's procedure takes it. */
const Nickname = z.string().trim().min(1).max(60);

/** What is asked for. `until` is for mute and suspend, null: until taken back; `nickname` is for rename alone. */
export const Decision = z.object({
  action: MemberAction,
  reason: Reason,
  /** What the member is told, through the site; null for nothing. */
  message: Message.nullable(),
  until: Utc.nullable().default(null),
  nickname: Nickname.nullable().default(null),
});
export type Decision = z.infer<typeof Decision>;

/** What would happen, in sentences; `problems` are why it cannot. */
export const Preview = z.object({
  effects: z.array(z.string()),
  warnings: z.array(z.string()),
  problems: z.array(z.string()),
  /** Members by the status they have now; of a run, all of them. */
  statuses: z.array(z.object({ status: MemberStatus, members: z.int() })),
  undoable: z.boolean(),
});
export type Preview = z.infer<typeof Preview>;

export const outcomes = ['done', 'unchanged', 'refused', 'failed'] as const;
/** `unchanged`: it held already. `refused`: the site or a rule says no. `failed`: the database did not answer. */
export const Outcome = z.object({
  memberId: MemberId,
  outcome: z.enum(outcomes),
  /** Why, where it is not `done`. */
  why: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

export const RunProgress = z.object({
  done: z.int(),
  total: z.int(),
  /** Those since the last progress. */
  outcomes: z.array(Outcome),
  finished: z.boolean(),
});
export type RunProgress = z.infer<typeof RunProgress>;

const MemberIds = z.array(MemberId).min(1).max(runMost);
/** `failing`: tried in vain, and tried again. `refused`: the site will not take it, so nobody tries again. */
export const deliveries = ['waiting', 'delivered', 'cancelled', 'failing', 'refused'] as const;
export type Delivery = (typeof deliveries)[number];

/** What someone decided about a member, and what became of it. */
export const MemberDecision = z.object({
  id: EntryId,
  at: Utc,
  actor: z.string(),
  /** A newer console may have taken an action this one does not know. */
  action: z.string(),
  reason: z.string(),
  message: z.string().nullable(),
  /** Null where there is no message: otherwise whether the site has taken it. */
  delivery: z.enum(deliveries).nullable(),
  until: Utc.nullable(),
  /** As whoever decided wrote it down: not always what can be taken back as a run. */
  runId: z.string().nullable(),
  undoneAt: Utc.nullable(),
  undoneBy: z.string().nullable(),
  /** Whether it can be taken back now, by who asks. */
  undoable: z.boolean(),
});
export type MemberDecision = z.infer<typeof MemberDecision>;

/** Any of the actions; which of them a role may do is looked at once more, and by the database. */
const actors = memberReaders;

export const actions = {
  preview: procedure(actors)
    .input(
      z.object({
        memberIds: MemberIds,
        decision: Decision.omit({ reason: true, message: true }),
        hasMessage: z.boolean(),
      }),
    )
    .output(Preview),
  /**
   * Decision, site action, message and entry of the record in one transaction. CONFLICT where the member changed since
   * `seenAt`, the `updatedAt` that the person saw, and says what changed.
   */
  act: procedure(actors)
    .input(z.object({ requestId: z.uuid(), memberId: MemberId, seenAt: Utc, decision: Decision }))
    .output(z.object({ decisionId: EntryId, member: Member })),
  /** Puts back what was before. CONFLICT where something later stands on it. */
  undo: procedure(actors)
    .input(z.object({ requestId: z.uuid(), decisionId: EntryId }))
    .output(z.object({ member: Member })),
  /** One after the other, each in a transaction of its own. Leaving the iterator stops after the one under way. */
  actOnMany: procedure(actors)
    .input(z.object({ runId: z.uuid(), memberIds: MemberIds, decision: Decision }))
    .output(eventIterator(RunProgress)),
  /** Takes back what the run did, and what of it can be. */
  undoRun: procedure(actors)
    .input(z.object({ requestId: z.uuid(), runId: z.uuid() }))
    .output(eventIterator(RunProgress)),
  /** What was decided about a member, newest first, at most 50, and which of it can be undone. */
  decisions: procedure(memberReaders)
    .input(z.object({ memberId: MemberId }))
    .output(z.object({ decisions: z.array(MemberDecision) })),
};
