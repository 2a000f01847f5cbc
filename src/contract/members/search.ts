import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from '../exports.ts';
import { procedure } from '../procedure.ts';
import { memberReaders } from '../roles.ts';
import { Cursor, PageLimit, Utc } from '../values.ts';
import { MemberStatus, MemberSummary, memberStatuses } from './member.ts';

/**
 * How a query was understood: nothing, `4711` or `#4711`, `anna`, `anna@ex`, `@example`, `10.0.0.0/8`, a device's id or
 * `~anna`. `name:`, `id:`, `email:`, `ip:` and `device:` before it say what it is. `id` also finds nicknames that begin
 * with the digits; `nickname` any part of one; `email` the start of an address; `domain` the start of what follows its @;
 * `address` one IP address or a network; `device` the start of a device's id; `lookalike` who looks like a name.
 */
export const searchKinds = [
  'newest',
  'id',
  'nickname',
  'email',
  'domain',
  'address',
  'device',
  'lookalike',
] as const;
export const SearchKind = z.enum(searchKinds);
export type SearchKind = z.infer<typeof SearchKind>;

/** Each part narrows; empty or null leaves it open. `From` is included, `Until` is not. */
export const MemberFilter = z.object({
  statuses: z.array(MemberStatus).max(memberStatuses.length).default([]),
  joinedFrom: Utc.nullable().default(null),
  joinedUntil: Utc.nullable().default(null),
  activeFrom: Utc.nullable().default(null),
  /** With those who never were active. */
  activeUntil: Utc.nullable().default(null),
  reportedAtLeast: z.int().min(1).max(1_000_000).nullable().default(null),
  /** The start of a location, blind to case and accents. */
  location: z.string().trim().min(1).max(80).nullable().default(null),
});
export type MemberFilter = z.infer<typeof MemberFilter>;

/** `match` is the order of the search itself: newest first, or the best match first. */
export const memberOrders = ['match', 'nickname', 'joined', 'active', 'reported'] as const;
export const MemberSort = z.object({
  by: z.enum(memberOrders).default('match'),
  descending: z.boolean().default(false),
});
export type MemberSort = z.infer<typeof MemberSort>;

export const MemberQuery = z.object({
  text: z.string().trim().max(200).default(''),
  filter: MemberFilter.prefault({}),
  sort: MemberSort.prefault({}),
});
export type MemberQuery = z.infer<typeof MemberQuery>;

/** Where the query stands in what was found: UTF-16 units of `text`. */
export const Match = z.object({
  in: z.enum(['id', 'nickname', 'email', 'address', 'device']),
  /** For a nickname, the nickname; for an e-mail, what the query gave away of it and dots for the rest. */
  text: z.string(),
  start: z.int(),
  length: z.int(),
});
export type Match = z.infer<typeof Match>;

export const FoundMember = MemberSummary.extend({ match: Match.nullable() });
export type FoundMember = z.infer<typeof FoundMember>;

/** The most that a search counts and sorts; what is more is `10,000+`. */
export const countCap = 10_000;

export const search = {
  /**
   * Endless by `next`. A page may hold fewer rows than asked for, even none, and still have a `next`: a call looks at
   * a bounded number of members, and says how many.
   */
  search: procedure(memberReaders)
    .input(MemberQuery.extend({ cursor: Cursor.nullable().default(null), limit: PageLimit }))
    .output(
      z.object({
        kind: SearchKind,
        rows: z.array(FoundMember),
        next: Cursor.nullable(),
        /** False where too many were found to sort them as asked: they come in the search's own order. */
        sortedAsAsked: z.boolean(),
        /** Rows of the directory's indexes. */
        lookedAt: z.int(),
        asOf: Utc,
      }),
    ),
  /** How many a search finds, counted up to `countCap`. */
  count: procedure(memberReaders)
    .input(MemberQuery.omit({ sort: true }))
    .output(z.object({ count: z.int().max(countCap), more: z.boolean() })),
  /** Writes what a search finds to a CSV file on the machine the console runs on. */
  export: procedure(memberReaders).input(MemberQuery).output(eventIterator(ExportProgress)),
};
