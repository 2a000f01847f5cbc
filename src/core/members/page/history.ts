import { type HistoryEntry, type HistorySource, historySources } from '../../../contract/members/page.ts';
import type { Cursor, MemberId, Utc } from '../../../contract/values.ts';
import { packCursor, unpackCursor } from '../../database/cursor.ts';
import { now } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { shownKey } from './member.ts';
import { contentStream, memberStreams } from './member-streams.ts';
import { staffStreams } from './staff-streams.ts';
import { comparePlaces, Place, type Stream } from './stream.ts';

/**
 * One page of what a member did and what happened to them, newest first: each source gives its newest `limit`
 * entries before the cursor by an index on (member, at, id), and the pages are merged. A union in SQL would read
 * a member's whole history first. Logins are without their IP address until `members.reveal` was called for them.
 */
export async function memberHistory(
  { database, site, shown }: Pick<SignedIn, 'database' | 'site' | 'shown'>,
  input: { id: MemberId; sources: readonly HistorySource[]; cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<{ entries: HistoryEntry[]; next: Cursor | null; asOf: Utc }> {
  const chosen = new Set(input.sources.length > 0 ? input.sources : historySources);
  const ask = {
    id: input.id,
    before: unpackCursor(input.cursor, Place),
    limit: input.limit + 1,
    addressesShown: shown.has(shownKey(input.id, 'addresses')),
  };
  const asOf = now();
  const pages = await Promise.all(
    [...chosen].flatMap((source) => {
      const { streams, ofStaff } = streamsOf(source, site.contentKinds);
      return streams.map((stream) =>
        ofStaff
          ? database.readPrimary(signal, (db, run) => stream(db, run, ask))
          : database.read(signal, (db, run) => stream(db, run, ask)),
      );
    }),
  );
  const merged = pages.flat().sort((a, b) => comparePlaces(b.place, a.place));
  const entries = merged.slice(0, input.limit);
  const last = entries.at(-1);
  return {
    entries: entries.map((it) => it.entry),
    next: merged.length > input.limit && last ? packCursor(last.place) : null,
    asOf,
  };
}

/** What the staff did is read from the primary: who just did it looks for it. */
function streamsOf(
  source: HistorySource,
  contentKinds: readonly string[],
): { streams: Stream[]; ofStaff: boolean } {
  switch (source) {
    case 'content':
      return { streams: contentKinds.map(contentStream), ofStaff: false };
    case 'action':
    case 'rename':
    case 'note':
      return { streams: [staffStreams[source]], ofStaff: true };
    default:
      return { streams: [memberStreams[source]], ofStaff: false };
  }
}
