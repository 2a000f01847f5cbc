import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { memberReaders } from '../roles.ts';
import { Cursor, MemberId, PageLimit, Utc } from '../values.ts';
import { Member, MemberSummary } from './member.ts';

/** What a member did or what happened to them, newest first. */
export const HistoryEntry = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('login'),
    id: z.string(),
    at: Utc,
    /** Null until the member's addresses were asked for in this session. */
    ip: z.string().nullable(),
    device: z.string().nullable(),
    deviceId: z.string().nullable(),
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
    /** Its first 5,000 characters, and then `…`: `members.content` has more of it. */
    body: z.string().nullable(),
    contextKind: z.string().nullable(),
    contextId: z.string().nullable(),
    hasMedia: z.boolean(),
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
  /** What staff did to the member: a sanction, its end, a warning; as the site keeps it. */
  z.object({
    source: z.literal('action'),
    id: z.string(),
    at: Utc,
    /** As in `memberActions`; a site may name others. */
    action: z.string(),
    reason: z.string(),
    until: Utc.nullable(),
    /** The staff account, or null where nobody of the staff did it. */
    actor: z.string().nullable(),
  }),
  z.object({
    source: z.literal('rename'),
    id: z.string(),
    at: Utc,
    before: z.string(),
    after: z.string(),
    /** Null where the member did it. */
    actor: z.string().nullable(),
  }),
  z.object({
    source: z.literal('note'),
    id: z.string(),
    at: Utc,
    author: z.string(),
    body: z.string(),
    pinned: z.boolean(),
    editedAt: Utc.nullable(),
  }),
]);
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const historySources = [
  'login',
  'activity',
  'content',
  'report-by',
  'report-against',
  'action',
  'rename',
  'note',
] as const;
export const HistorySource = z.enum(historySources);
export type HistorySource = z.infer<typeof HistorySource>;

export const ContentKind = z.string().regex(/^[a-z0-9_]{1,40}$/);
export const ContentRef = z.object({ kind: ContentKind, id: MemberId });
export type ContentRef = z.infer<typeof ContentRef>;

export const ContentItem = z.object({
  kind: z.string(),
  id: z.string(),
  authorId: MemberId,
  /** Null where the author is no longer known. */
  authorNickname: z.string().nullable(),
  title: z.string().nullable(),
  body: z.string().nullable(),
  /** Named, never loaded. */
  mediaUrl: z.string().nullable(),
  createdAt: Utc,
  editedAt: Utc.nullable(),
  visible: z.boolean(),
});
export type ContentItem = z.infer<typeof ContentItem>;

export const linkReasons = ['address', 'device', 'email', 'lookalike'] as const;
/** One thing that two accounts have in common. */
export const LinkReason = z.object({
  kind: z.enum(linkReasons),
  /** How many accounts share it, this one included. What more than 200 share is no reason. */
  sharedBy: z.int(),
  /** Whether more may share it than were counted: of an IPv6 network with very many addresses. */
  sharedByMore: z.boolean(),
  /** When the other account last used it; null for a name or e-mail. */
  lastAt: Utc.nullable(),
  /** 0 to 1: how likely this alone makes them one person's. An address that hundreds share says next to nothing. */
  strength: z.number().min(0).max(1),
});
export type LinkReason = z.infer<typeof LinkReason>;

export const LinkedMember = z.object({
  member: MemberSummary,
  reasons: z.array(LinkReason),
  /** All reasons together. */
  strength: z.number().min(0).max(1),
});
export type LinkedMember = z.infer<typeof LinkedMember>;

/** Two accounts of the ring that share something, by their ids. */
export const RingEdge = z.object({
  a: MemberId,
  b: MemberId,
  kinds: z.array(z.enum(linkReasons)),
  strength: z.number().min(0).max(1),
});
export type RingEdge = z.infer<typeof RingEdge>;

export const revealable = ['email', 'addresses'] as const;
export const Revealable = z.enum(revealable);
export type Revealable = z.infer<typeof Revealable>;

export const MemberAddress = z.object({
  ip: z.string(),
  firstAt: Utc,
  lastAt: Utc,
  /** How many accounts signed in from it, this one included; counted up to 1,000. */
  sharedBy: z.int(),
  sharedByMore: z.boolean(),
});
export type MemberAddress = z.infer<typeof MemberAddress>;

const OfMember = z.object({ id: MemberId });

export const page = {
  get: procedure(memberReaders)
    .input(OfMember)
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
  /**
   * A piece of content as the community sees it: what it was written on, outermost first, and its neighbours there in
   * the order they were written, of which long ones are cut, as is the piece itself after 100,000 characters; without a context, its author's own.
   */
  content: procedure(memberReaders)
    .input(ContentRef)
    .output(
      z.object({
        item: ContentItem,
        within: z.array(ContentItem),
        before: z.array(ContentItem),
        after: z.array(ContentItem),
      }),
    ),
  /** Accounts that may be the same person's, strongest first, at most 50, and who of them is tied to whom. */
  linked: procedure(memberReaders)
    .input(OfMember)
    .output(z.object({ linked: z.array(LinkedMember), edges: z.array(RingEdge), asOf: Utc })),
  /** Shows the e-mail or the IP addresses for the rest of this session. Recorded before anything is shown. */
  reveal: procedure(memberReaders)
    .input(z.object({ id: MemberId, what: Revealable, requestId: z.uuid() }))
    .output(z.object({})),
  /** The addresses a member signed in from, latest first, at most 100. FORBIDDEN until they were asked for. */
  addresses: procedure(memberReaders)
    .input(OfMember)
    .output(z.object({ addresses: z.array(MemberAddress) })),
};
