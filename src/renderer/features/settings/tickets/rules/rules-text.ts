import { z } from 'zod';
import { type TargetKind, targetKinds } from '../../../../../contract/tickets/queue.ts';
import { TicketRules } from '../../../../../contract/tickets/rules.ts';
import { type Priority, priorityNames } from '../../../../../contract/tickets/values.ts';
import { readSpan, readSpans, spansWords, spanText } from './spans.ts';

/**
 * Hours and targets as they stand in the fields, by field: `zone`, `day 0` to `day 6` from Monday on, `holiday 2026-12-25`
 * with its name, `target all 4 first` or `target 12 4 first` for the team 12, and `warn`.
 */
export type RulesText = Readonly<Record<string, string>>;
export type RulesErrors = Readonly<Record<string, string>>;

export const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** The gravest first. */
export const priorities: readonly Priority[] = [4, 3, 2, 1];
export const targetLabels: Record<TargetKind, string> = {
  first: 'First answer',
  next: 'Next answer',
  solve: 'Solution',
};
/** In the place of a team: what is promised to all that have nothing of their own. */
export const everyTeam = 'all';

export function targetField(team: string, priority: Priority, kind: TargetKind): string {
  return `target ${team} ${priority} ${kind}`;
}

export function holidayField(day: string): string {
  return `holiday ${day}`;
}

/** The fields of a team’s own targets, all promising nothing. */
export function blankTargets(team: string): RulesText {
  return Object.fromEntries(
    priorities.flatMap((priority) => targetKinds.map((kind) => [targetField(team, priority, kind), ''])),
  );
}

export function rulesText({ hours, targets, warnMinutes }: TicketRules): RulesText {
  const teams = new Set([everyTeam, ...targets.map((it) => it.teamId ?? everyTeam)]);
  return {
    zone: hours.zone,
    ...Object.fromEntries(hours.week.map((spans, day) => [`day ${day}`, spansWords(spans)])),
    ...Object.fromEntries(hours.holidays.map(({ day, name }) => [holidayField(day), name])),
    ...Object.assign({}, ...[...teams].map(blankTargets)),
    ...Object.fromEntries(
      targets.flatMap((it) =>
        targetKinds.map((kind) => [
          targetField(it.teamId ?? everyTeam, it.priority as Priority, kind),
          spanText(it[kind]),
        ]),
      ),
    ),
    warn: String(warnMinutes),
  };
}

/** Days on which nobody works, in order. */
export function holidaysOf(text: RulesText): { day: string; name: string }[] {
  return Object.entries(text)
    .filter(([field]) => field.startsWith('holiday '))
    .map(([field, name]) => ({ day: field.slice('holiday '.length), name }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** Teams that have targets of their own. */
export function teamsOf(text: RulesText): string[] {
  const teams = Object.keys(text).flatMap((field) => /^target (\d+) /.exec(field)?.[1] ?? []);
  return [...new Set(teams)];
}

/** The rules to save, or what is wrong, by field. */
export function readRules(
  text: RulesText,
): { ok: true; rules: TicketRules } | { ok: false; errors: RulesErrors } {
  const errors: Record<string, string> = {};
  const week = days.map((_, day) => {
    const spans = readSpans(text[`day ${day}`] ?? '');
    if (spans === null) errors[`day ${day}`] = 'Write it like 09:00–12:30, 13:00–17:00';
    return spans ?? [];
  });
  if (week.every((spans) => spans.length === 0) && Object.keys(errors).length === 0) {
    errors['day 0'] = 'Be open on some day';
  }
  const minutesOf = (field: string) => {
    const minutes = readSpan(text[field] ?? '');
    const isRight = minutes === null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 525_600);
    if (!isRight) errors[field] = 'Write it like 30 min or 8 h';
    return minutes;
  };
  const targets = [everyTeam, ...teamsOf(text)].flatMap((team) =>
    priorities.map((priority) => ({
      teamId: team === everyTeam ? null : team,
      priority,
      ...Object.fromEntries(targetKinds.map((kind) => [kind, minutesOf(targetField(team, priority, kind))])),
    })),
  );
  const warn = z.coerce
    .number()
    .int()
    .min(0)
    .max(1440)
    .safeParse(text.warn?.trim() || Number.NaN);
  if (!warn.success) errors.warn = 'From 0 to 1,440 minutes';
  const hours = { zone: text.zone, week, holidays: holidaysOf(text) };
  const parsed = TicketRules.safeParse({ hours, targets, warnMinutes: warn.data });
  if (!parsed.success && Object.keys(errors).length === 0) {
    errors.zone = parsed.error.issues[0]?.message ?? 'This cannot be saved';
  }
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, rules: parsed.data }
    : { ok: false, errors };
}

/** Fields that differ; one that is not there is no holiday, or promises nothing. */
export function changedFields(before: RulesText, after: RulesText): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => before[field] !== after[field],
  );
}

/** What the person changed since `seen`, on top of `newest`. */
export function rebasedText(seen: RulesText, text: RulesText, newest: RulesText): RulesText {
  const rebased: Record<string, string> = { ...newest };
  for (const field of changedFields(seen, text)) {
    const mine = text[field];
    if (mine === undefined) delete rebased[field];
    else rebased[field] = mine;
  }
  return rebased;
}

/** What a field is about: `Monday`, `holiday on 25 Dec 2026`, `urgent, first answer`. */
export function fieldWords(field: string, teamName: (id: string) => string): string {
  const [what, ...rest] = field.split(' ');
  switch (what) {
    case 'zone':
      return 'time zone';
    case 'day':
      return days[Number(rest[0])] ?? field;
    case 'holiday':
      return `holiday on ${dateWords(rest[0] ?? '')}`;
    case 'target': {
      const [team = everyTeam, priority, kind] = rest;
      const words = `${priorityNames[Number(priority) as Priority].toLowerCase()}, ${targetLabels[kind as TargetKind].toLowerCase()}`;
      return team === everyTeam ? words : `${words}, ${teamName(team)}`;
    }
    default:
      return 'warning';
  }
}

/** What stands in a field, in words. */
export function valueWords(field: string, value: string | undefined): string {
  if (value === undefined) return field.startsWith('holiday ') ? 'no holiday' : 'nothing of its own';
  if (field === 'warn') return `${value} min before`;
  if (field.startsWith('day ')) return value === '' ? 'closed' : value;
  if (field.startsWith('holiday ')) return value === '' ? 'closed' : value;
  return value === '' ? 'nothing promised' : value;
}

function dateWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day));
}
