import { randomUUID } from 'node:crypto';
import type { ExportProgress } from '../../../contract/exports.ts';
import type { FoundMember, MemberFilter, MemberQuery } from '../../../contract/members/search.ts';
import type { Cursor } from '../../../contract/values.ts';
import { writeCsvFile } from '../../exports/csv-file.ts';
import { addEntry } from '../../record/entry.ts';
import type { SignedIn } from '../../session/open.ts';
import { searchMembers } from './search.ts';

const pageRows = 200;

/** Writes all that a query finds to a new CSV file in `folder` and records that it did. No e-mail and no address. */
export function exportMembers(
  { database }: SignedIn,
  query: MemberQuery,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  const requestId = randomUUID();
  return writeCsvFile({
    folder,
    subject: 'members',
    head: [
      'id',
      'nickname',
      'status',
      'status until (UTC)',
      'joined (UTC)',
      'last active (UTC)',
      'location',
      'times reported',
    ],
    pages: pages(database, query, signal),
    record: (rows) =>
      database.write(true, (trx) =>
        addEntry(trx, {
          requestId,
          action: 'members.exported',
          subjectKind: 'directory',
          subjectId: 'members',
          detail: { rows, query: query.text, filter: inShort(query.filter) },
        }),
      ),
  });
}

async function* pages(database: SignedIn['database'], query: MemberQuery, signal: AbortSignal | undefined) {
  let cursor: Cursor | null = null;
  do {
    signal?.throwIfAborted();
    const page = await searchMembers(database, { ...query, cursor, limit: pageRows }, signal);
    yield page.rows.map(lineOf);
    cursor = page.next;
  } while (cursor !== null);
}

function lineOf(member: FoundMember) {
  return [
    member.id,
    member.nickname,
    member.status,
    member.statusUntil,
    member.createdAt,
    member.lastActiveAt,
    member.location,
    member.timesReported,
  ];
}

/** The parts of the filter that narrow, as `status banned or muted, joined from 2026-01-01T00:00:00Z`. */
function inShort(filter: MemberFilter): string {
  return [
    filter.statuses.length > 0 ? `status ${filter.statuses.join(' or ')}` : null,
    filter.joinedFrom && `joined from ${filter.joinedFrom}`,
    filter.joinedUntil && `joined before ${filter.joinedUntil}`,
    filter.activeFrom && `active from ${filter.activeFrom}`,
    filter.activeUntil && `last active before ${filter.activeUntil}`,
    filter.reportedAtLeast && `reported at least ${filter.reportedAtLeast} times`,
    filter.location && `location ${filter.location}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
