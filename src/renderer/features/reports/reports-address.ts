import { QueueFilter, type QueueView, queueViews } from '../../../contract/reports/queue.ts';
import { CaseId, PolicyId, SubjectKind } from '../../../contract/reports/values.ts';
import { EntryId, MemberId } from '../../../contract/values.ts';
import { hoursOf } from '../../components/filters/age.ts';

/** What the reports' workspace can show: the views of the queue, and sanctions that end before long. */
export const shownViews = [...queueViews, 'endings'] as const;
export type ShownView = QueueView | 'endings';

/** What the address of the reports' workspace holds: which cases, and the one that is open. */
export interface ReportsAddress {
  /** Absent for `next`. */
  queue?: ShownView | undefined;
  policy?: PolicyId | undefined;
  kind?: string | undefined;
  /** ISO 639-3. */
  language?: string | undefined;
  author?: MemberId | undefined;
  reporter?: MemberId | undefined;
  /** Opened at least, and less than, so many hours ago. */
  older?: number | undefined;
  younger?: number | undefined;
  /** The saved view this began as. */
  view?: EntryId | undefined;
  case?: CaseId | undefined;
}

/** The parts of an address that narrow a view. */
export const filterNames = ['policy', 'kind', 'language', 'author', 'reporter', 'older', 'younger'] as const;
export type FilterName = (typeof filterNames)[number];
/** The parts that a saved view keeps, in the order in which it writes them. */
const savedNames = ['queue', ...filterNames] as const;

export const noFilters = Object.fromEntries(
  filterNames.map((name) => [name, undefined]),
) satisfies ReportsAddress;

const { language, olderThanHours, youngerThanHours } = QueueFilter.shape;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseReportsAddress(search: Record<string, unknown>): ReportsAddress {
  const queue = shownViews.find((view) => view === search.queue);
  const older = olderThanHours.safeParse(hoursOf(search.older)).data ?? undefined;
  const younger = youngerThanHours.safeParse(hoursOf(search.younger)).data ?? undefined;
  const read: ReportsAddress = {
    queue: queue === 'next' ? undefined : queue,
    policy: PolicyId.safeParse(search.policy).data,
    kind: SubjectKind.safeParse(search.kind).data,
    language: language.safeParse(search.language).data ?? undefined,
    author: MemberId.safeParse(search.author).data,
    reporter: MemberId.safeParse(search.reporter).data,
    older: older === 0 ? undefined : older,
    younger,
    view: EntryId.safeParse(search.view).data,
    case: CaseId.safeParse(search.case).data,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** What the contract is asked for an address. */
export function filterOf(address: ReportsAddress): QueueFilter {
  return {
    policyId: address.policy ?? null,
    kind: address.kind ?? null,
    language: address.language ?? null,
    authorId: address.author ?? null,
    reporterId: address.reporter ?? null,
    olderThanHours: address.older ?? null,
    youngerThanHours: address.younger ?? null,
  };
}

export function isFiltered(address: ReportsAddress): boolean {
  return filterNames.some((name) => address[name] !== undefined);
}

/** What a saved view keeps of an address: which cases, not the one that was open. */
export function savedAddress(address: ReportsAddress): string {
  const given = savedNames.flatMap((name) =>
    address[name] === undefined ? [] : [[name, String(address[name])]],
  );
  return new URLSearchParams(given).toString();
}

/** The address that a saved view leads to. One that an older console saved is read like one that was typed. */
export function addressOfView(view: { id: EntryId; address: string }): ReportsAddress {
  const { case: _, ...kept } = parseReportsAddress(Object.fromEntries(new URLSearchParams(view.address)));
  return { ...kept, view: view.id };
}
