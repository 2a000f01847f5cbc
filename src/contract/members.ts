import { z } from 'zod';
import { procedure } from './procedure.ts';
import { memberReaders } from './roles.ts';
import { Cursor, MemberId, PageLimit, Utc } from './values.ts';

export const memberStatuses = ['active', 'muted', 'suspended', 'banned', 'deleted'] as const;
export const MemberStatus = z.enum(memberStatuses);
export type MemberStatus = z.infer<typeof MemberStatus>;

export const Member = z.object({
  id: MemberId,
  nickname: z.string(),
  email: z.string(),
  status: MemberStatus,
  createdAt: Utc,
  lastActiveAt: Utc.nullable(),
  location: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  updatedAt: Utc,
});
export type Member = z.infer<typeof Member>;

/** How a query was understood: an id, a whole e-mail address, the start of a nickname, or nothing typed. */
export const SearchKind = z.enum(['newest', 'id', 'email', 'nickname']);
export type SearchKind = z.infer<typeof SearchKind>;

/** What a member did or what happened to them, newest first. */
export const HistoryEntry = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('login'),
    id: z.string(),
    at: Utc,
    ip: z.string(),
    device: z.string().nullable(),
    userAgent: z.string().nullable(),
  }),
  z.object({
    source: z.literal('activity'),
    id: z.string(),
    at: Utc,
    verb: z.string(),
    objectKind: z.string().nullable(),
    objectId: z.string().nullable(),
  }),
  z.object({
    source: z.literal('content'),
    id: z.string(),
    at: Utc,
    kind: z.string(),
    title: z.string().nullable(),
    body: z.string().nullable(),
    visible: z.boolean(),
    editedAt: Utc.nullable(),
  }),
  z.object({
    source: z.enum(['report-by', 'report-against']),
    id: z.string(),
    at: Utc,
    otherId: MemberId.nullable(),
    subjectKind: z.string(),
    subjectId: z.string(),
    reason: z.string(),
    note: z.string().nullable(),
  }),
]);
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const historySources = ['login', 'activity', 'content', 'report-by', 'report-against'] as const;
export const HistorySource = z.enum(historySources);
export type HistorySource = z.infer<typeof HistorySource>;

export const members = {
  /** Newest members for an empty query; by nickname for a prefix. Endless by `next`. */
  search: procedure(memberReaders)
    .input(
      z.object({
        query: z.string().trim().max(200),
        cursor: Cursor.nullable().default(null),
        limit: PageLimit,
      }),
    )
    .output(z.object({ kind: SearchKind, rows: z.array(Member), next: Cursor.nullable(), asOf: Utc })),
  get: procedure(memberReaders)
    .input(z.object({ id: MemberId }))
    .output(z.object({ member: Member, asOf: Utc })),
  /** One time line of all sources chosen; none chosen means all. */
  history: procedure(memberReaders)
    .input(
      z.object({
        id: MemberId,
        sources: z.array(HistorySource).max(historySources.length).default([]),
        cursor: Cursor.nullable().default(null),
        limit: PageLimit,
      }),
    )
    .output(z.object({ entries: z.array(HistoryEntry), next: Cursor.nullable(), asOf: Utc })),
};
