import { type MemberAction, memberActionNames } from '../../../contract/members/actions.ts';
import { type MemberStatus, memberStatuses } from '../../../contract/members/member.ts';
import { type HistorySource, historySources } from '../../../contract/members/page.ts';
import {
  type MemberFilter,
  type MemberQuery,
  type MemberSort,
  memberOrders,
} from '../../../contract/members/search.ts';
import { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import { typedText } from '../../components/filters/typed.ts';
import type { Zone } from '../../preferences/preferences.ts';
import { dayStart } from '../../preferences/time-format.ts';
import { columnsText, parseColumns } from './list/column-names.ts';
import { boundsOf, parseSpan } from './span.ts';

/** What the address of the members' view holds: the search, how it is shown, who is open, and which of their history. */
export interface MembersAddress {
  q?: string | undefined;
  /** Statuses joined by commas, in the contract's order; absent for all. */
  status?: string | undefined;
  /** Spans of days, as in `span.ts`. */
  joined?: string | undefined;
  active?: string | undefined;
  reported?: number | undefined;
  location?: string | undefined;
  /** A column, with a dash before it for the greatest first; absent for the order of the search itself. */
  sort?: string | undefined;
  /** Columns joined by commas; absent for those that the reader has chosen on this machine. */
  columns?: string | undefined;
  /** The saved view this began as. */
  view?: EntryId | undefined;
  id?: MemberId | undefined;
  /** What is begun to be decided about the member who is open: a link from elsewhere leads to its form. */
  act?: MemberAction | undefined;
  /** Sources of the history joined by commas; absent for all. */
  history?: string | undefined;
}

/** The parts of an address that narrow a search. */
export const filterNames = ['status', 'joined', 'active', 'reported', 'location'] as const;
/** The parts that a saved view keeps, in the order in which it writes them. */
const savedNames = ['q', ...filterNames, 'sort', 'columns'] as const;

export const noFilters = Object.fromEntries(
  filterNames.map((name) => [name, undefined]),
) satisfies MembersAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseMembersAddress(search: Record<string, unknown>): MembersAddress {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : '');
  const read: MembersAddress = {
    q: text('q').slice(0, 200) || undefined,
    status: statusText(statusesOf(text('status'))),
    joined: parseSpan(text('joined')),
    active: parseSpan(text('active')),
    reported: parseReported(search.reported),
    location: text('location').trim().slice(0, 80) || undefined,
    sort: sortText(sortOf(text('sort'))),
    columns: parseColumns(text('columns')),
    view: EntryId.safeParse(search.view).data,
    id: MemberId.safeParse(search.id).data,
    act: memberActionNames.find((action) => action === search.act),
    history: sourcesText(sourcesOf(text('history'))),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** What the contract is asked for an address. `now` in milliseconds: what “the last 7 days” are counted from. */
export function queryOf(address: MembersAddress, zone: Zone, now: number): MemberQuery {
  const moment = (day: string | null, after: number) =>
    day === null ? null : (Utc.safeParse(dayStart(day, zone, after)).data ?? null);
  const joined = boundsOf(address.joined, zone, now);
  const active = boundsOf(address.active, zone, now);
  const filter: MemberFilter = {
    statuses: [...statusesOf(address.status)],
    joinedFrom: moment(joined.from, 0),
    joinedUntil: moment(joined.until, 1),
    activeFrom: moment(active.from, 0),
    activeUntil: moment(active.until, 1),
    reportedAtLeast: address.reported ?? null,
    location: address.location?.trim() || null,
  };
  return { text: (address.q ?? '').trim(), filter, sort: sortOf(address.sort) };
}

export function isFiltered(address: MembersAddress): boolean {
  return filterNames.some((name) => address[name] !== undefined);
}

/** The statuses named in the address, in the contract's order; none means all. */
export function statusesOf(text: string | undefined): readonly MemberStatus[] {
  const named = new Set((text ?? '').split(','));
  return memberStatuses.filter((status) => named.has(status));
}

export function statusText(statuses: readonly MemberStatus[]): string | undefined {
  return statuses.length === 0 || statuses.length === memberStatuses.length ? undefined : statuses.join(',');
}

export function sortOf(text: string | undefined): MemberSort {
  const [, dash, by] = /^(-?)([a-z]+)$/.exec(text ?? '') ?? [];
  const order = memberOrders.find((each) => each === by) ?? 'match';
  return { by: order, descending: order !== 'match' && dash === '-' };
}

export function sortText(sort: MemberSort): string | undefined {
  return sort.by === 'match' ? undefined : `${sort.descending ? '-' : ''}${sort.by}`;
}

/** What a saved view keeps of an address: the search and how it is shown, not who was open. */
export function savedAddress(address: MembersAddress, columns: readonly string[]): string {
  const whole = { ...address, columns: columnsText(columns) };
  const given = savedNames.flatMap((name) =>
    whole[name] === undefined ? [] : [[name, String(whole[name])]],
  );
  return new URLSearchParams(given).toString();
}

/** The address that a saved view leads to. One that an older console saved is read like one that was typed. */
export function addressOfView(view: { id: EntryId; address: string }): MembersAddress {
  const {
    id: _,
    act: __,
    history: ___,
    ...kept
  } = parseMembersAddress(Object.fromEntries(new URLSearchParams(view.address)));
  return { ...kept, view: view.id };
}

/** The sources named in the address, in the contract's order; none means all. */
export function sourcesOf(history: string | undefined): readonly HistorySource[] {
  const named = new Set((history ?? '').split(','));
  return historySources.filter((source) => named.has(source));
}

export function sourcesText(sources: readonly HistorySource[]): string | undefined {
  return sources.length === 0 || sources.length === historySources.length ? undefined : sources.join(',');
}

/** A whole number from 1, of at most six digits. */
export function parseReported(value: unknown): number | undefined {
  return /^[1-9]\d{0,5}$/.test(typedText(value)) ? Number(value) : undefined;
}
