import type { z } from 'zod';
import { OpenHours } from '../../../../../contract/tickets/rules.ts';

export type Spans = z.infer<typeof OpenHours>;

/** `09:00–12:30, 13:00–17:00`; nothing where it is closed. */
export function spansWords(spans: Spans): string {
  return spans.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/**
 * Open hours as people type them: `9-17`, `9:00–12:30, 13–17`, `24 h`; empty or `closed` is none. Null where they make no
 * sense.
 */
export function readSpans(typed: string): Spans | null {
  const text = typed.trim().toLowerCase();
  if (text === '' || text === 'closed') return [];
  if (/^(24 ?h|all day|always)$/.test(text)) return [{ from: '00:00', to: '24:00' }];
  const spans = text
    .split(/[,;]|\band\b/)
    .map((part) =>
      /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(part.trim()),
    )
    .map((read) => read && { from: timeOf(read[1], read[2]), to: timeOf(read[3], read[4]) });
  const parsed = OpenHours.safeParse(spans);
  return parsed.success ? parsed.data : null;
}

function timeOf(hours = '', minutes = '00'): string {
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** `30 min`, `8 h`, `1 h 30 min`; nothing where nothing is promised. */
export function spanText(minutes: number | null): string {
  if (minutes === null) return '';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(
    ' ',
  );
}

/** Minutes as people type them: `30`, `30 min`, `8 h`, `1 h 30`, `1:30`; empty is null. Not a number where it is neither. */
export function readSpan(typed: string): number | null {
  const text = typed.trim().toLowerCase();
  if (text === '') return null;
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const read = /^(?:(\d{1,4}(?:[.,]\d{1,2})?)\s*h(?:ours?)?)?\s*(?:(\d{1,6})\s*(?:m|min|minutes?)?)?$/.exec(
    text,
  );
  if (!read) return Number.NaN;
  const hours = read[1] === undefined ? 0 : Number(read[1].replace(',', '.'));
  return Math.round(hours * 60) + Number(read[2] ?? 0);
}
