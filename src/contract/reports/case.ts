import { z } from 'zod';
import { Member } from '../members/member.ts';
import { ContentItem } from '../members/page.ts';
import { procedure } from '../procedure.ts';
import { EntryId, MemberId, Utc } from '../values.ts';
import { DecidedCase } from './decisions.ts';
import { CaseRow } from './queue.ts';
import { CaseId, reportWorkers } from './values.ts';

/** One message of a private conversation, read only through a report that names it. */
export const TalkMessage = z.object({
  id: z.string(),
  authorId: MemberId,
  author: z.string().nullable(),
  at: Utc,
  body: z.string(),
});
export type TalkMessage = z.infer<typeof TalkMessage>;

/** What a member’s own page said when they were reported. */
export const ReportedMember = z.object({
  id: MemberId,
  nickname: z.string(),
  status: z.string(),
  createdAt: Utc,
  location: z.string().nullable(),
  avatarUrl: z.string().nullable(),
});
export type ReportedMember = z.infer<typeof ReportedMember>;

/**
 * What was reported, as it was then. `content` with what it was written on, outermost first, and its neighbours; a
 * `member`; or a conversation, of whose `talk` what was said around the report is kept.
 */
export const Evidence = z.object({
  content: ContentItem.nullable(),
  within: z.array(ContentItem),
  before: z.array(ContentItem),
  after: z.array(ContentItem),
  member: ReportedMember.nullable(),
  talk: z.array(TalkMessage),
  /**
   * Why there is nothing: it was `gone` before it could be read, or the site’s contract does not show what is of this
   * kind (`not-shown`). Null where there is something.
   */
  absent: z.enum(['gone', 'not-shown']).nullable().default(null),
});
export type Evidence = z.infer<typeof Evidence>;

/** Evidence as it is kept: never changed, and proven by its hash. */
export const KeptEvidence = z.object({
  id: EntryId,
  takenAt: Utc,
  /** SHA-256 of the stored text, in hexadecimal, and whether the text still has it. */
  sha256: z.string(),
  intact: z.boolean(),
  evidence: Evidence,
});
export type KeptEvidence = z.infer<typeof KeptEvidence>;

/** One report that joined the case. */
export const CaseReport = z.object({
  reportId: EntryId,
  reporterId: MemberId,
  reporter: z.string().nullable(),
  at: Utc,
  reason: z.string(),
  note: z.string().nullable(),
  /** Of the reporter’s earlier reports, how many led to something, and how many were dismissed. */
  right: z.int(),
  wrong: z.int(),
  /** 0 to 1: how far this report is believed for that. */
  weight: z.number(),
});
export type CaseReport = z.infer<typeof CaseReport>;

/** One term of the score, in points, with what it was reckoned from in words. The terms add up to the score. */
export const ScoreTerm = z.object({
  name: z.enum(['danger', 'severity', 'reporters', 'reach', 'age']),
  points: z.number(),
  why: z.string(),
});
export type ScoreTerm = z.infer<typeof ScoreTerm>;

/** What happened to a case. */
export const CaseEvent = z.object({
  id: EntryId,
  at: Utc,
  /** A staff account; null where it was a job. */
  actor: z.string().nullable(),
  /** `opened`, `joined`, `edited`, `handed-over`, `held`, `resumed`, `escalated`, `noted`, `decided`, `undone`, `ending`; `referred` where support handed a ticket over. */
  kind: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type CaseEvent = z.infer<typeof CaseEvent>;

const OfCase = z.object({ caseId: CaseId });

export const casePage = {
  /** All that one screen needs at first. NOT_FOUND where there is no such case. */
  get: procedure(reportWorkers)
    .input(OfCase)
    .output(
      z.object({
        row: CaseRow,
        terms: z.array(ScoreTerm),
        /** What was kept, the first first; a second where it was edited between two reports. */
        evidence: z.array(KeptEvidence),
        /** The newest 50. */
        reports: z.array(CaseReport),
        /** Null where the site has no such member, or no longer. */
        author: Member.nullable(),
        /** Other cases about the same author, those that are open first, at most 10. */
        otherCases: z.array(CaseRow),
        /** The newest 100, oldest first. */
        events: z.array(CaseEvent),
        decisions: z.array(DecidedCase),
        asOf: Utc,
      }),
    ),
  /**
   * What the site has now in place of what was kept: of content, itself; of a conversation, what was written since is
   * not read. `gone` where it is not there any more.
   */
  now: procedure(reportWorkers)
    .input(OfCase)
    .output(
      z.object({
        gone: z.boolean(),
        content: ContentItem.nullable(),
        member: ReportedMember.nullable(),
        /** Whether it differs from the newest evidence. */
        changed: z.boolean(),
      }),
    ),
  /**
   * The picture or film of a piece of evidence, from an origin that the site’s contract names. NOT_FOUND where there is
   * none, FORBIDDEN where it is elsewhere, UNAVAILABLE where it does not come, TOO_EXPENSIVE where it is too large.
   */
  media: procedure(reportWorkers)
    .input(OfCase.extend({ url: z.url().max(2000) }))
    .output(z.object({ type: z.string(), data: z.instanceof(Blob) })),
};
