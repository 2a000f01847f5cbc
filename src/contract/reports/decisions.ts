import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { deliveries, Preview } from '../members/actions.ts';
import { procedure } from '../procedure.ts';
import { Cursor, EntryId, MemberId, PageLimit, Utc } from '../values.ts';
import { QueueFilter, QueueView } from './queue.ts';
import { CaseId, PolicyId, reportWorkers } from './values.ts';

/** The most cases that one run decides. */
export const bulkMost = 10_000;

/**
 * What is done about a case. `dismiss`: nothing was wrong. `dismiss-and-mute`: nor will it be asked again until what
 * was reported is edited. `hide` is for content alone. `escalate` hands it to the administrators, and is the only one.
 */
export const CaseAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dismiss') }),
  z.object({ kind: z.literal('dismiss-and-mute') }),
  z.object({ kind: z.literal('hide') }),
  z.object({ kind: z.literal('warn') }),
  /** `until` null: until it is taken back. */
  z.object({ kind: z.literal('mute'), until: Utc.nullable() }),
  z.object({ kind: z.literal('suspend'), until: Utc.nullable() }),
  z.object({ kind: z.literal('ban') }),
  z.object({ kind: z.literal('escalate') }),
]);
export type CaseAction = z.infer<typeof CaseAction>;
export type CaseActionKind = CaseAction['kind'];

export const caseActionKinds = [
  'dismiss',
  'dismiss-and-mute',
  'hide',
  'warn',
  'mute',
  'suspend',
  'ban',
  'escalate',
] as const satisfies readonly CaseActionKind[];
export const CaseActionKind = z.enum(caseActionKinds);

/** Those that end a case without anything being done about it; none of them goes with another action. */
export const aloneKinds: readonly CaseActionKind[] = ['dismiss', 'dismiss-and-mute', 'escalate'];

const Message = z.string().trim().min(1).max(4000);

export const CaseDecision = z.object({
  policyId: PolicyId,
  /** Each kind once. */
  actions: z.array(CaseAction).min(1).max(5),
  /** For colleagues and the record. */
  reason: z.string().trim().min(3, 'say why, in at least three letters').max(500),
  /** What the author is told; null for nothing. A template: see `templates.ts`. */
  memberMessage: Message.nullable().default(null),
  /** What every reporter is told; null for nothing. */
  reporterMessage: Message.nullable().default(null),
});
export type CaseDecision = z.infer<typeof CaseDecision>;

/** A message of a decision, and whether the site has taken it. */
export const DecisionMessage = z.object({
  memberId: MemberId,
  nickname: z.string().nullable(),
  to: z.enum(['author', 'reporter']),
  body: z.string(),
  delivery: z.enum(deliveries),
  /** Why the last try failed. */
  problem: z.string().nullable(),
});

export const DecidedCase = z.object({
  id: EntryId,
  at: Utc,
  actor: z.string(),
  /** The policy by the name and version it was decided under. */
  policy: z.string(),
  policyVersion: z.int(),
  actions: z.array(z.object({ kind: z.string(), until: Utc.nullable() })),
  reason: z.string(),
  runId: z.string().nullable(),
  /** To the author, and to the first reporters, at most 50; `told` counts all of them, up to 1,000. */
  messages: z.array(DecisionMessage),
  told: z.partialRecord(z.enum(deliveries), z.int()),
  toldMore: z.boolean(),
  undoneAt: Utc.nullable(),
  undoneBy: z.string().nullable(),
  /** Whether it can be taken back now, by who asks; if not, why. */
  undoable: z.boolean(),
  whyNot: z.string().nullable(),
  /** What an undo would leave as it is, a sentence each: a warning, messages that are out. All else is put back. */
  stays: z.array(z.string()),
});
export type DecidedCase = z.infer<typeof DecidedCase>;

/** Cases by hand, or all that a filter finds, `bulkMost` at the most. */
export const BulkTarget = z.union([
  z.object({ caseIds: z.array(CaseId).min(1).max(bulkMost) }),
  z.object({ view: QueueView, filter: QueueFilter }),
]);
export type BulkTarget = z.infer<typeof BulkTarget>;

export const CaseOutcome = z.object({
  caseId: CaseId,
  outcome: z.enum(['done', 'unchanged', 'refused', 'failed']),
  /** Why, where it is not `done`. */
  why: z.string().nullable(),
});
export type CaseOutcome = z.infer<typeof CaseOutcome>;

export const CaseRunProgress = z.object({
  done: z.int(),
  total: z.int(),
  /** Those since the last progress. */
  outcomes: z.array(CaseOutcome),
  finished: z.boolean(),
});
export type CaseRunProgress = z.infer<typeof CaseRunProgress>;

/** A sanction from a decision that ends by itself before long. */
export const Ending = z.object({
  id: EntryId,
  caseId: CaseId,
  memberId: MemberId,
  nickname: z.string().nullable(),
  kind: z.enum(['mute', 'suspend']),
  endsAt: Utc,
  decidedBy: z.string(),
});
export type Ending = z.infer<typeof Ending>;

export const decisions = {
  /**
   * What would happen. Of several cases, in numbers. Of one, `messages` are what its author and a reporter would read,
   * filled in as far as they can be: one for each of the two who is told.
   */
  preview: procedure(reportWorkers)
    .input(z.object({ target: BulkTarget, decision: CaseDecision }))
    .output(
      Preview.extend({
        cases: z.int(),
        capped: z.boolean(),
        messages: z.array(z.object({ to: z.enum(['author', 'reporter']), body: z.string() })),
      }),
    ),
  /**
   * Decision, site actions, messages and entry of the record in one transaction. CONFLICT where the case changed since
   * `seenVersion` or is another’s, and says what changed.
   */
  decide: procedure(reportWorkers)
    .input(
      z.object({
        requestId: z.uuid(),
        caseId: CaseId,
        seenVersion: z.int().min(0),
        decision: CaseDecision,
      }),
    )
    .output(z.object({ decisionId: EntryId })),
  /**
   * Puts back what was before: the case, the content, the member; stops messages. CONFLICT where something later stands on
   * it. `stays`: what cannot be put back, a sentence each.
   */
  undo: procedure(reportWorkers)
    .input(z.object({ requestId: z.uuid(), decisionId: EntryId }))
    .output(z.object({ caseId: CaseId, stays: z.array(z.string()) })),
  /** One after the other, each in a transaction of its own. Leaving the iterator stops after the one under way. */
  decideMany: procedure(reportWorkers)
    .input(z.object({ runId: z.uuid(), target: BulkTarget, decision: CaseDecision }))
    .output(eventIterator(CaseRunProgress)),
  /** Takes back what the run did, and what of it can be. */
  undoRun: procedure(reportWorkers)
    .input(z.object({ requestId: z.uuid(), runId: z.uuid() }))
    .output(eventIterator(CaseRunProgress)),
  /** Sanctions from decisions that end within a day, soonest first, that nobody has said they know of. */
  endings: procedure(reportWorkers)
    .input(z.object({ cursor: Cursor.nullable().default(null), limit: PageLimit }))
    .output(z.object({ endings: z.array(Ending), next: Cursor.nullable() })),
  /** Says that the person knows: the sanction may end. */
  settleEnding: procedure(reportWorkers)
    .input(z.object({ requestId: z.uuid(), endingId: EntryId }))
    .output(z.object({})),
};
