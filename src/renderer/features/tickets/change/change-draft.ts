import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import { type Priority, type settableStatuses, Tag, TeamId } from '../../../../contract/tickets/values.ts';
import { type UntilChoice, untilOf } from '../../../components/fields/until.ts';
import type { Zone } from '../../../preferences/preferences.ts';

/** What is to be changed, as it is chosen; null leaves a part as it is. */
export interface ChangeDraft {
  readonly status: (typeof settableStatuses)[number] | null;
  readonly priority: Priority | null;
  /** A number, or `nothing` for none. */
  readonly team: string | null;
  /** An account, or `nothing` for nobody. */
  readonly assignee: string | null;
  readonly snooze: UntilChoice | typeof nothing | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  /** What is typed beside them counts as well. */
  readonly addTyped: string;
  readonly removeTyped: string;
}

/** No account and no number. */
export const nothing = '';

export const unchanged: ChangeDraft = {
  status: null,
  priority: null,
  team: null,
  assignee: null,
  snooze: null,
  addTags: [],
  removeTags: [],
  addTyped: '',
  removeTyped: '',
};

export type ReadChange =
  | { readonly ok: true; readonly change: TicketChange }
  /** `where` it is wrong; null where nothing was chosen. */
  | { readonly ok: false; readonly where: 'snooze' | null; readonly problem: string };

/** The change that a draft asks for. `now` in milliseconds since 1970. */
export function changeOf(draft: ChangeDraft, now: number, zone: Zone): ReadChange {
  const { status, priority, team, assignee, snooze } = draft;
  const addTags = tagsOf(draft.addTags, draft.addTyped);
  const removeTags = tagsOf(draft.removeTags, draft.removeTyped);
  const until = snooze === null || snooze === nothing ? null : untilOf(snooze, now, zone);
  if (until === 'invalid') return { ok: false, where: 'snooze', problem: 'Give the date and the time' };
  if (until !== null && Date.parse(until) <= now) {
    return { ok: false, where: 'snooze', problem: 'This moment has passed' };
  }
  if (addTags === null || removeTags === null) {
    return { ok: false, where: null, problem: 'A tag is letters, digits and single hyphens.' };
  }
  const change: TicketChange = {
    ...(status !== null && { status }),
    ...(priority !== null && { priority }),
    ...(team !== null && { teamId: team === nothing ? null : TeamId.parse(team) }),
    ...(assignee !== null && { assignee: assignee === nothing ? null : assignee }),
    ...(snooze !== null && { snoozedUntil: until }),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
  };
  if (Object.keys(change).length === 0) {
    return { ok: false, where: null, problem: 'Choose at least one thing to change.' };
  }
  return { ok: true, change };
}

/** Tags that were chosen with those that are being typed; null where something typed is none. */
function tagsOf(chosen: readonly string[], typed: string): string[] | null {
  const read = typed
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => Tag.safeParse(word).data ?? null);
  return read.includes(null) ? null : [...new Set([...chosen, ...read.flatMap((tag) => tag ?? [])])];
}
