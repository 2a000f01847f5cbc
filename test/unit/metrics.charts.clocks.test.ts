import { afterAll, describe, expect, it } from 'vitest';
import {
  clockChange,
  tickTexts,
  timeTicks,
  zoneText,
} from '../../src/renderer/components/charts/time-axis.ts';
import { chosenRange, fieldText } from '../../src/renderer/features/metrics/range/range-dates.ts';

// In a file of its own: what a zone is called is asked of the system once.
const before = process.env.TZ;
process.env.TZ = 'Europe/Berlin';
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('where the clocks change', () => {
  const from = seconds('2026-10-24T22:00:00Z');
  const to = seconds('2026-10-25T10:00:00Z');

  it('the hour that comes twice is named with its zone', () => {
    const ticks = timeTicks(from, seconds('2026-10-25T04:00:00Z'), 8, 'local');
    const texts = tickTexts(ticks, 'local');
    expect(texts.some((text) => /^02:00 (CEST|GMT\+2)$/.test(text))).toBe(true);
    expect(texts.some((text) => /^03:00 (CET|GMT\+1)$/.test(text))).toBe(true);
    expect(zoneText(from, to, 'local')).toMatch(/, then /);
  });

  it('is marked to the second, and not where they do not change', () => {
    expect(clockChange(from, to, 'local')?.at).toBe(seconds('2026-10-25T01:00:00Z'));
    expect(clockChange(from, to, 'local')?.label).toMatch(/^The clocks change: \S+ to \S+$/);
    expect(clockChange(from, to, 'utc')).toBeNull();
    expect(clockChange(to, to + 86_400, 'local')).toBeNull();
  });

  it('days go on from midnight to midnight', () => {
    const ticks = timeTicks(seconds('2026-10-22T22:00:00Z'), seconds('2026-10-27T23:00:00Z'), 6, 'local');
    expect(tickTexts(ticks, 'local')).toEqual(['23 Oct', '24 Oct', '25 Oct', '26 Oct', '27 Oct', '28 Oct']);
  });
});

describe('a range by date and time', () => {
  const now = seconds('2026-11-30T12:00:00Z');

  it('is read in the zone that is shown', () => {
    expect(chosenRange('2026-07-01T10:00', '2026-07-01T12:00', 'local', now)).toEqual({
      from: seconds('2026-07-01T08:00:00Z'),
      to: seconds('2026-07-01T10:00:00Z'),
    });
    expect(chosenRange('2026-07-01T10:00', '2026-07-01T12:00', 'utc', now)).toEqual({
      from: seconds('2026-07-01T10:00:00Z'),
      to: seconds('2026-07-01T12:00:00Z'),
    });
    expect(fieldText(seconds('2026-07-01T08:00:00Z'), 'local')).toBe('2026-07-01T10:00');
    expect(fieldText(seconds('2026-01-01T08:00:00Z'), 'local')).toBe('2026-01-01T09:00');
    expect(fieldText(seconds('2026-01-01T08:00:00Z'), 'utc')).toBe('2026-01-01T08:00');
  });

  it('that makes no sense is refused in a sentence', () => {
    expect(chosenRange('', '2026-07-01T12:00', 'utc', now)).toMatch(/begins\.$/);
    expect(chosenRange('2026-07-01T12:00', 'x', 'utc', now)).toMatch(/ends\.$/);
    expect(chosenRange('2026-07-01T12:00', '2026-07-01T12:00', 'utc', now)).toMatch(/before it begins/);
    expect(chosenRange('2026-12-24T12:00', '2026-12-25T12:00', 'utc', now)).toMatch(/after now/);
    expect(chosenRange('1990-12-24T12:00', '2026-11-25T12:00', 'utc', now)).toMatch(/twenty years/);
  });

  it('ends now where its end is still to come', () => {
    expect(chosenRange('2026-11-30T10:00', '2026-12-25T12:00', 'utc', now)).toEqual({
      from: seconds('2026-11-30T10:00:00Z'),
      to: now,
    });
  });
});
