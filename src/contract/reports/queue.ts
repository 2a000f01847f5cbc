import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Cursor, MemberId, PageLimit, UserName, Utc } from '../values.ts';
import {
  CaseId,
  CaseNote,
  CaseState,
  Claim,
  Danger,
  PolicyId,
  reportWorkers,
  SubjectKind,
} from './values.ts';

/**
 * `next`: what “next” would give, those handed to the person first. `unclaimed`: open and nobody’s. `mine`: claimed by
 * or handed to the person. `done`: decided, the latest first. All others stand in the order of their score.
 */
export const queueViews = ['next', 'unclaimed', 'mine', 'held', 'escalated', 'done'] as const;
export const QueueView = z.enum(queueViews);
export type QueueView = z.infer<typeof QueueView>;

/** Each part narrows; null leaves it open. */
export const QueueFilter = z.object({
  policyId: PolicyId.nullable().default(null),
  kind: SubjectKind.nullable().default(null),
  /** ISO 639-3, as the language of the text was recognised; `und` where it was not. */
  language: z
    .string()
    .regex(/^[a-z]{3}$/)
    .nullable()
    .default(null),
  reporterId: MemberId.nullable().default(null),
  authorId: MemberId.nullable().default(null),
  /** Opened at least, and less than, so many hours ago. */
  olderThanHours: z.int().min(0).max(87_600).nullable().default(null),
  youngerThanHours: z.int().min(1).max(87_600).nullable().default(null),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

/** A case as the queue shows it. */
export const CaseRow = z.object({
  id: CaseId,
  state: CaseState,
  subject: z.object({ kind: z.string(), id: MemberId }),
  authorId: MemberId.nullable(),
  /** Null where the author is not known, or no longer. */
  author: z.string().nullable(),
  /** The beginning of what was reported: members’ text. */
  excerpt: z.string(),
  hasMedia: z.boolean(),
  policyId: PolicyId,
  policy: z.string(),
  /** 1 to 5. */
  severity: z.int(),
  danger: Danger.nullable(),
  /** Reasons as the members gave them, the most frequent first, at most three. */
  reasons: z.array(z.string()),
  reports: z.int(),
  reporters: z.int(),
  language: z.string().nullable(),
  openedAt: Utc,
  lastReportAt: Utc,
  /** When the policy wants it decided. */
  dueAt: Utc,
  score: z.number(),
  claim: Claim.nullable(),
  heldUntil: Utc.nullable(),
  /** Who put it on hold, escalated it, or handed it over; a staff account. */
  setBy: z.string().nullable(),
  decidedAt: Utc.nullable(),
  /** What was decided, in words: `dismissed`, `hidden, muted until …`. */
  outcome: z.string().nullable(),
  /** Changes with the case: what a decision says it was made on. */
  version: z.int(),
});
export type CaseRow = z.infer<typeof CaseRow>;

/** Cases that the person passed over and does not want next. */
const Passed = z.array(CaseId).max(100).default([]);
const OfCase = z.object({ caseId: CaseId });
const Held = z.object({ until: Utc });

export const queue = {
  /** A page of a view, by key. */
  list: procedure(reportWorkers)
    .input(
      z.object({
        view: QueueView,
        filter: QueueFilter,
        passed: Passed,
        cursor: Cursor.nullable().default(null),
        limit: PageLimit,
      }),
    )
    .output(z.object({ rows: z.array(CaseRow), next: Cursor.nullable(), asOf: Utc })),
  /**
   * Cases by their numbers as they are now, in no order; those that there are not are left out. So a list that is shown
   * tells what became of its rows without being read again.
   */
  rows: procedure(reportWorkers)
    .input(z.object({ caseIds: z.array(CaseId).min(1).max(200) }))
    .output(z.object({ rows: z.array(CaseRow), asOf: Utc })),
  /** How many cases each view holds, counted up to 10,000. */
  counts: procedure(reportWorkers)
    .input(z.object({ filter: QueueFilter }))
    .output(
      z.object({
        counts: z.record(QueueView, z.object({ count: z.int(), capped: z.boolean() })),
        /** Sanctions about to end of which the person was not told yet, or has not said that they know. */
        endings: z.int(),
      }),
    ),
  /**
   * Claims the best case that is open and nobody’s, first those handed to the person. `claimId` is made once for what
   * the person asked: asked again with it, the same case comes back. Null where none is left.
   */
  claimNext: procedure(reportWorkers)
    .input(z.object({ claimId: z.uuid(), filter: QueueFilter, passed: Passed }))
    .output(z.object({ caseId: CaseId.nullable(), until: Utc.nullable() })),
  /** Claims this one. CONFLICT where it is another’s, or done. Of a held or escalated one it ends that state. */
  claim: procedure(reportWorkers)
    .input(OfCase.extend({ claimId: z.uuid() }))
    .output(Held),
  /** Makes one’s claim last `claimMinutes` from now. CONFLICT where it is no longer one’s own. */
  renew: procedure(reportWorkers).input(OfCase).output(Held),
  /** Gives one’s claim back. Nothing to do, and no error, where it is no longer one’s own. */
  release: procedure(reportWorkers).input(OfCase).output(z.object({})),
  /** Gives the case to a colleague for `handOverHours`, with a note that stands in its history. */
  handOver: procedure(reportWorkers)
    .input(OfCase.extend({ requestId: z.uuid(), to: UserName, note: CaseNote }))
    .output(z.object({})),
  /** Takes the case out of the queue until a moment within a year. */
  hold: procedure(reportWorkers)
    .input(OfCase.extend({ requestId: z.uuid(), until: Utc, note: CaseNote }))
    .output(z.object({})),
  /** Puts a held or escalated case back into the queue. */
  resume: procedure(reportWorkers)
    .input(OfCase.extend({ requestId: z.uuid() }))
    .output(z.object({})),
  /** Writes a note into the case’s history. */
  note: procedure(reportWorkers)
    .input(OfCase.extend({ requestId: z.uuid(), body: CaseNote }))
    .output(z.object({})),
  /** Says that the person looks at the case, or writes a decision, and tells who else does. Asked every 15 s. */
  look: procedure(reportWorkers)
    .input(OfCase.extend({ writing: z.boolean(), leaving: z.boolean().default(false) }))
    .output(
      z.object({
        others: z.array(z.object({ user: UserName, name: z.string(), writing: z.boolean() })),
      }),
    ),
  /** Whom a case can be handed to: the colleagues who work through reports. */
  colleagues: procedure(reportWorkers)
    .input(z.undefined())
    .output(z.object({ people: z.array(z.object({ user: UserName, name: z.string() })) })),
  /** How fresh the queue is: when the site was last asked for new reports, and how many wait to be read. */
  freshness: procedure(reportWorkers)
    .input(z.undefined())
    .output(z.object({ asOf: Utc.nullable(), waiting: z.int(), waitingCapped: z.boolean() })),
};
