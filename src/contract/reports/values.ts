import { z } from 'zod';
import type { Role } from '../roles.ts';
import { MemberId, UserName, Utc } from '../values.ts';

/** Roles that work through reports. */
export const reportWorkers = ['moderator', 'admin'] as const satisfies readonly Role[];

const positive = z
  .string()
  .max(19)
  .regex(/^[1-9]\d*$/, 'not the number of a case');

export const CaseId = positive.brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

export const PolicyId = positive.brand<'PolicyId'>();
export type PolicyId = z.infer<typeof PolicyId>;

/** Where a case stands: `held` until a date, `escalated` to the administrators, `done` by a decision. */
export const caseStates = ['open', 'held', 'escalated', 'done'] as const;
export const CaseState = z.enum(caseStates);
export type CaseState = z.infer<typeof CaseState>;

/** What a case is about: a member, a conversation, or a kind of content. */
export const SubjectKind = z.string().regex(/^[a-z0-9_]{1,20}$/);

/** What was reported, named as the site names it. */
export const Subject = z.object({ kind: SubjectKind, id: MemberId });
export type Subject = z.infer<typeof Subject>;

/** Who a case belongs to for the moment. Past `until` it is anyone's again. */
export const Claim = z.object({ user: UserName, name: z.string(), until: Utc });
export type Claim = z.infer<typeof Claim>;

/** How long a claim lasts from its last renewal. */
export const claimMinutes = 10;
/** How long a case that was handed over waits for the colleague, before it is anyone's again. */
export const handOverHours = 4;

/** What the first in line is for: danger to someone's life, or to minors. Null where it is neither. */
export const dangers = ['life', 'minors'] as const;
export const Danger = z.enum(dangers);
export type Danger = z.infer<typeof Danger>;

/** A note to colleagues, as members' notes are. */
export const CaseNote = z.string().trim().min(1, 'write what they should know').max(2000);
