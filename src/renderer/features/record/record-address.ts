import { RecordAction, type RecordFilter, SubjectKind } from '../../../contract/record.ts';
import { EntryId, UserName, Utc } from '../../../contract/values.ts';
import type { Zone } from '../../preferences/preferences.ts';
import { dayStart } from '../../preferences/time-format.ts';

/** What the address of the record holds: its filters, in words and days, and the entry that is open. */
export interface RecordAddress {
  actor?: string | undefined;
  action?: RecordAction | undefined;
  kind?: SubjectKind | undefined;
  subject?: string | undefined;
  /** Calendar days, `2026-11-23`, both included, in the zone the reader has chosen. */
  from?: string | undefined;
  until?: string | undefined;
  entry?: EntryId | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseRecordAddress(search: Record<string, unknown>): RecordAddress {
  const address: RecordAddress = {};
  const actor = UserName.safeParse(search.actor);
  if (actor.success) address.actor = actor.data;
  const action = RecordAction.safeParse(search.action);
  if (action.success) address.action = action.data;
  const kind = SubjectKind.safeParse(search.kind);
  if (kind.success) address.kind = kind.data;
  if (typeof search.subject === 'string' && search.subject.trim() !== '') {
    address.subject = search.subject.slice(0, 190);
  }
  if (isDay(search.from)) address.from = search.from;
  if (isDay(search.until)) address.until = search.until;
  const entry = EntryId.safeParse(search.entry);
  if (entry.success) address.entry = entry.data;
  return address;
}

/** The filter of the contract for an address, its days made into moments of the zone. */
export function filterOf(address: RecordAddress, zone: Zone): RecordFilter {
  return {
    actor: address.actor ?? null,
    action: address.action ?? null,
    subjectKind: address.kind ?? null,
    subjectId: address.subject?.trim() ?? null,
    from: momentOf(address.from, zone, 0),
    until: momentOf(address.until, zone, 1),
  };
}

/** How many filters an address sets. */
export function filterCount(address: RecordAddress): number {
  const { entry: _, ...filters } = address;
  return Object.values(filters).filter((value) => value !== undefined).length;
}

function momentOf(day: string | undefined, zone: Zone, after: number): Utc | null {
  return day === undefined ? null : (Utc.safeParse(dayStart(day, zone, after)).data ?? null);
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && dayStart(value, 'utc') !== null;
}
