import { type RawBuilder, sql } from 'kysely';
import type { MemberFilter, MemberSort } from '../../../contract/members/search.ts';
import { idValue } from '../../database/cursor.ts';
import { columnOf } from '../../database/time.ts';
import { cutPart, foldText } from '../keys/name.ts';
import type { FoundRow } from './found.ts';
import { type Key, sortKey } from './order.ts';
import type { Understood } from './understand.ts';

/** A stretch of one index in its order. Each of its rows stands for a member. */
export interface Stretch {
  /** The table as `k`, its index named: with other numbers of rows a server might choose another. */
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  readonly key: Key | null;
  readonly descending: boolean;
  /** The table by the index of its members, where one may stand at several keys; null where each stands at one. */
  readonly again: RawBuilder<unknown> | null;
  /** Whether a member is shown where it stands, and not further on or further back. */
  shows(row: FoundRow, key: string): boolean;
}

/** What the text finds, the best first. */
export function textStretches(understood: Understood): Stretch[] {
  switch (understood.kind) {
    case 'newest':
      return [stretch({ from: directory('PRIMARY'), descending: true })];
    case 'id': {
      const { id } = understood;
      const named = nameStretch(understood.name, (row) => row.id !== id);
      if (id === null) return [named];
      return [stretch({ from: directory('PRIMARY'), where: sql`k.member_id = ${idValue(id)}` }), named];
    }
    case 'nickname':
      return [nameStretch(understood.name), partStretch(understood.name)];
    case 'email':
      return [startStretch(directory('member_directory_email'), sql`k.email_key`, understood.start)];
    case 'domain':
      return [startStretch(directory('member_directory_domain'), sql`k.domain_key`, understood.start)];
    case 'lookalike':
      return [
        stretch({ from: directory('member_directory_look'), where: sql`k.look_key = ${understood.look}` }),
      ];
    case 'device': {
      const from = sql`caretaker.member_device k FORCE INDEX (PRIMARY)`;
      const again = sql`caretaker.member_device k FORCE INDEX (member_device_member)`;
      return [{ ...startStretch(from, sql`k.device`, understood.start), again }];
    }
    case 'address': {
      if (understood.range === null) return [];
      const { low, high } = understood.range;
      return [
        stretch({
          from: sql`caretaker.member_address k FORCE INDEX (PRIMARY)`,
          where: sql`k.address >= ${low} AND k.address <= ${high}`,
          key: { value: sql`k.address`, type: 'bytes' },
          again: sql`caretaker.member_address k FORCE INDEX (member_address_member)`,
        }),
      ];
    }
  }
}

/** Members in the order of a column, as far as the filter bounds that column. */
export function sortStretch(sort: MemberSort, filter: MemberFilter): Stretch {
  const { by, descending } = sort;
  switch (by) {
    case 'match':
      return newestOf(filter);
    case 'nickname':
      return stretch({
        from: directory('member_directory_name'),
        key: sortKey('nickname', sql`k`),
        descending,
      });
    default:
      return { ...columnStretch(by, filter), descending };
  }
}

/** Those that each part of the filter leaves, by the name of the part. */
export function filterStretches(filter: MemberFilter): Map<FilterPart, Stretch> {
  const found = new Map<FilterPart, Stretch>();
  if (filter.statuses.length > 0) {
    const where = sql`k.status IN (${sql.join(filter.statuses)})`;
    found.set('status', stretch({ from: directory('member_directory_status'), where }));
  }
  if (filter.location !== null) {
    const from = directory('member_directory_location');
    found.set('location', startStretch(from, sql`k.location_key`, foldText(filter.location)));
  }
  if (filter.reportedAtLeast !== null) found.set('reported', columnStretch('reported', filter));
  if (filter.activeFrom !== null || filter.activeUntil !== null) {
    found.set('active', columnStretch('active', filter));
  }
  if (filter.joinedFrom !== null || filter.joinedUntil !== null) {
    found.set('joined', columnStretch('joined', filter));
  }
  return found;
}

export const filterParts = ['status', 'location', 'reported', 'active', 'joined'] as const;
export type FilterPart = (typeof filterParts)[number];

/**
 * What begins with a text, up to what goes on with the last code point. Not LIKE: servers end its range before what goes
 * on with an emoji. The code point is written as bytes, since MySQL's list of processes cannot show it.
 */
export function beginsWith(column: RawBuilder<unknown>, start: string): RawBuilder<unknown> {
  const end = sql`CONCAT(${start}, _utf8mb4 x'F48FBFBF' COLLATE utf8mb4_bin)`;
  return sql`${column} >= ${start} AND ${column} < ${end}`;
}

/** That a column lies within what the filter says of it. */
export function within(
  column: RawBuilder<unknown>,
  by: 'joined' | 'active' | 'reported',
  filter: MemberFilter,
): RawBuilder<unknown>[] {
  if (by === 'reported') {
    return filter.reportedAtLeast === null ? [] : [sql`${column} >= ${filter.reportedAtLeast}`];
  }
  const from = by === 'joined' ? filter.joinedFrom : filter.activeFrom;
  const until = by === 'joined' ? filter.joinedUntil : filter.activeUntil;
  return [
    ...(from === null ? [] : [sql`${column} >= ${columnOf(from)}`]),
    ...(until === null ? [] : [sql`${column} < ${columnOf(until)}`]),
  ];
}

/** The newest members, of one status by the status's own index. */
function newestOf(filter: MemberFilter): Stretch {
  const [status, ...others] = filter.statuses;
  if (status === undefined || others.length > 0) {
    return stretch({ from: directory('PRIMARY'), descending: true });
  }
  const where = sql`k.status = ${status}`;
  return stretch({ from: directory('member_directory_status'), where, descending: true });
}

function columnStretch(by: 'joined' | 'active' | 'reported', filter: MemberFilter): Stretch {
  const key = sortKey(by, sql`k`);
  const bounds = within(key.value, by, filter);
  return stretch({
    from: directory(`member_directory_${by}`),
    key,
    ...(bounds.length > 0 ? { where: sql.join(bounds, sql` AND `) } : {}),
  });
}

function nameStretch(name: string, shows: Stretch['shows'] = () => true): Stretch {
  return { ...startStretch(directory('member_directory_name'), sql`k.name_key`, name), shows };
}

/** Who has the text further on in their nickname: each is shown where it comes first. */
function partStretch(name: string): Stretch {
  const shows = (row: FoundRow, key: string) => {
    if (row.name_key.startsWith(name)) return false;
    const at = row.name_key.indexOf(name);
    return at >= 0 && cutPart(row.name_key.slice(at)) === key;
  };
  const from = sql`caretaker.member_part k FORCE INDEX (PRIMARY)`;
  return { ...startStretch(from, sql`k.part`, cutPart(name)), shows };
}

function startStretch(from: RawBuilder<unknown>, column: RawBuilder<unknown>, start: string): Stretch {
  return stretch({ from, where: beginsWith(column, start), key: { value: column, type: 'text' } });
}

function stretch(it: Partial<Stretch> & Pick<Stretch, 'from'>): Stretch {
  return { where: sql`TRUE`, key: null, descending: false, again: null, shows: () => true, ...it };
}

function directory(index: string): RawBuilder<unknown> {
  return sql`caretaker.member_directory k FORCE INDEX (${sql.ref(index)})`;
}
