import { createHash } from 'node:crypto';
import type { ContentItem } from '../../../../contract/members/page.ts';
import type { Evidence, ReportedMember, TalkMessage } from '../../../../contract/reports/case.ts';
import type { Utc } from '../../../../contract/values.ts';
import type { FoundContent } from './contents.ts';
import { languageOf } from './language.ts';
import type { FoundMember } from './members.ts';
import { around, type Talk } from './talk.ts';

/** What was reported, as it was when it was read, and what of it the queue shows and the score is reckoned from. */
export interface Snapshot {
  /** JSON of an `Evidence`, as it is kept. */
  readonly body: string;
  /** The hash of what was reported alone: by it an edit is known. */
  readonly sha256: string;
  /** Whether there was nothing to keep. */
  readonly isAbsent: boolean;
  /** Null where what was read does not say. */
  readonly authorId: string | null;
  readonly excerpt: string;
  readonly hasMedia: boolean;
  readonly language: string;
  /** How many others are known to take part, at most `mostReach`; what counts as that is said at each kind below. */
  readonly reach: number;
}

const mostReach = 50;
const longestExcerpt = 160;
const nothing: Evidence = {
  content: null,
  within: [],
  before: [],
  after: [],
  member: null,
  talk: [],
  absent: null,
};

/** Of content: others who wrote what it stands on and beside. */
export function contentSnapshot({ item, within, before, after }: FoundContent): Snapshot {
  const others = [...within, ...before, ...after].filter((it) => it.authorId !== item.authorId);
  return snapshot(
    { ...nothing, content: item, within, before, after },
    {
      sha256: contentHash(item),
      authorId: item.authorId,
      text: [item.title, item.body].filter((it) => it !== null && it !== '').join(' — '),
      hasMedia: item.mediaUrl !== null,
      reach: new Set(others.map((it) => it.authorId)).size,
    },
  );
}

/** Of a member: those who reported them or what they wrote lately. */
export function memberSnapshot({ member, reportedBy }: FoundMember): Snapshot {
  return snapshot(
    { ...nothing, member },
    { sha256: memberHash(member), authorId: member.id, text: member.nickname, reach: reportedBy },
  );
}

/** Of a conversation: others who wrote in it. `authorId` is whom it was reported for. */
export function talkSnapshot(
  talk: Talk,
  report: { readonly at: Utc; readonly authorId: string | null },
  nicknames: ReadonlyMap<string, string>,
): Snapshot {
  const kept = around(talk, report.at).map((it): TalkMessage => {
    return { ...it, author: nicknames.get(it.authorId) ?? null };
  });
  const said = kept.filter((it) => it.at <= report.at);
  const last = said.findLast((it) => it.authorId === report.authorId) ?? said.at(-1) ?? kept.at(0);
  const others = new Set(talk.map((it) => it.authorId).filter((id) => id !== report.authorId));
  return snapshot(
    { ...nothing, talk: kept },
    { sha256: talkHash(talk), authorId: null, text: last?.body ?? '', reach: others.size },
  );
}

/** Of what was gone before it could be read, or is of a kind that the site does not show. */
export function absentSnapshot(absent: NonNullable<Evidence['absent']>): Snapshot {
  return snapshot(
    { ...nothing, absent },
    { sha256: hash('absent', absent), authorId: null, text: '', reach: 0 },
  );
}

/** An edit changes it: of title, of the first 100,000 characters of the text, of the picture. */
export function contentHash({ title, body, mediaUrl }: ContentItem): string {
  return hash('content', title, body, mediaUrl);
}

/** Not by status: a sanction is no edit of theirs. */
export function memberHash({ nickname, location, avatarUrl }: ReportedMember): string {
  return hash('member', nickname, location, avatarUrl);
}

/** Whatever was said since changes it. */
function talkHash(talk: Talk): string {
  return hash('talk', ...talk.flatMap((it) => [it.id, it.body]));
}

function hash(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function snapshot(
  evidence: Evidence,
  of: Pick<Snapshot, 'sha256' | 'authorId' | 'reach'> & {
    readonly text: string;
    readonly hasMedia?: boolean;
  },
): Snapshot {
  return {
    body: JSON.stringify(evidence),
    sha256: of.sha256,
    isAbsent: evidence.absent !== null,
    authorId: of.authorId,
    excerpt: excerptOf(of.text),
    hasMedia: of.hasMedia ?? false,
    // A name is of no language.
    language: evidence.member === null ? languageOf(of.text) : 'und',
    reach: Math.min(of.reach, mostReach),
  };
}

function excerptOf(text: string): string {
  const beginning = text
    .slice(0, 8 * longestExcerpt)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const letters = [...beginning];
  return letters.length <= longestExcerpt
    ? beginning.toWellFormed()
    : `${letters.slice(0, longestExcerpt - 1).join('')}…`.toWellFormed();
}
