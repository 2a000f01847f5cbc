import type { ExportProgress } from '../../../contract/exports.ts';
import type { FoundMember, MemberFilter, MemberQuery } from '../../../contract/members/search.ts';
import type { Cursor } from '../../../contract/values.ts';
import { writeCsvFile } from '../../exports/csv-file.ts';
import type { SignedIn } from '../../session/open.ts';
import { searchMembers } from './search.ts';
import { type Understood, understand } from './understand.ts';

const pageRows = 200;

const keptShort: Partial<Record<Understood['kind'], string>> = {
  email: 'an e-mail',
  domain: 'a domain of e-mails',
  address: 'an address',
  device: 'a device',
};

/** Writes all that a query finds to a new CSV file in `folder` and records that it did. No e-mail and no address. */
export function exportMembers(
  { database }: SignedIn,
  query: MemberQuery,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(database, {
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
    entry: {
      action: 'members.exported',
      subjectKind: 'directory',
      subjectId: 'members',
      detail: { query: toRecord(query.text), filter: inShort(query.filter) },
    },
  });
}

/**
 * What was searched for, as the record keeps it, which also those read who look after no members: of an e-mail, an address
 * or a device only that it was one.
 */
function toRecord(typed: string): string {
  const short = keptShort[understand(typed).kind];
  return short === undefined ? typed : `(${short})`;
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
