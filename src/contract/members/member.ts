import { z } from 'zod';
import { MemberId, Utc } from '../values.ts';

export const memberStatuses = ['active', 'muted', 'suspended', 'banned', 'deleted'] as const;
export const MemberStatus = z.enum(memberStatuses);
export type MemberStatus = z.infer<typeof MemberStatus>;

/** A member as lists show them. No e-mail address: that is asked for, and the asking is recorded. */
export const MemberSummary = z.object({
  id: MemberId,
  nickname: z.string(),
  status: MemberStatus,
  /** When the present status ends by itself; null where it does not. */
  statusUntil: Utc.nullable(),
  createdAt: Utc,
  lastActiveAt: Utc.nullable(),
  location: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  timesReported: z.int(),
});
export type MemberSummary = z.infer<typeof MemberSummary>;

export const sanctionKinds = ['mute', 'suspension', 'ban'] as const;
/** What holds a member back at this moment. */
export const Sanction = z.object({
  kind: z.enum(sanctionKinds),
  /** Null where the site keeps no account of when it began. */
  since: Utc.nullable(),
  /** Null until it is taken back. */
  until: Utc.nullable(),
  /** Who imposed it, and why, where that is known. */
  by: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Sanction = z.infer<typeof Sanction>;

/** One member's facts, as the site has them at this moment. */
export const Member = MemberSummary.extend({
  /** `a•••@e•••`: enough to tell two apart. */
  emailHint: z.string(),
  /** Null until it was asked for in this session. */
  email: z.string().nullable(),
  /** Whether this session has asked for the member's addresses: then the time line shows them. */
  addressesShown: z.boolean(),
  sanctions: z.array(Sanction),
  /** Changes with every change of the member: what an action says it was decided on. */
  updatedAt: Utc,
});
export type Member = z.infer<typeof Member>;
