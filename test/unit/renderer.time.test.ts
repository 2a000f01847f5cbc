import { describe, expect, it } from 'vitest';
import {
  absoluteOf,
  dayOf,
  dayStart,
  relativeOf,
  zoneNameAt,
} from '../../src/renderer/preferences/time-format.ts';

const moment = '2026-11-22T23:45:07.123456Z';
const at = Date.parse(moment);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a moment in words', () => {
  it('says how long ago it was, as a person would', () => {
    expect(relativeOf(moment, at + 20 * second)).toBe('just now');
    expect(relativeOf(moment, at + 3 * minute)).toBe('3 min ago');
    expect(relativeOf(moment, at + 59.7 * minute)).toBe('1 h ago');
    expect(relativeOf(moment, at + 5 * hour)).toBe('5 h ago');
    expect(relativeOf(moment, at + 8 * day)).toBe('8 d ago');
    expect(relativeOf(moment, at + 61 * day)).toBe('2 mo ago');
    expect(relativeOf(moment, at + 800 * day)).toBe('2 y ago');
  });

  it('says so when a clock is ahead', () => {
    expect(relativeOf(moment, at - 2 * hour)).toBe('in 2 h');
  });

  it('is complete with its zone named', () => {
    expect(absoluteOf(moment, 'utc')).toBe('22 Nov 2026, 23:45:07 UTC');
    expect(dayOf(moment, 'utc')).toBe('Sunday, 22 November 2026');
    expect(zoneNameAt(moment, 'utc')).toBe('UTC');
  });

  it('in local time is what the clock on the wall says', () => {
    const wall = new Date(moment);
    expect(absoluteOf(moment, 'local')).toContain(`${String(wall.getHours()).padStart(2, '0')}:45:07`);
  });
});

describe('a day chosen in a filter', () => {
  it('begins at midnight of the zone chosen', () => {
    expect(dayStart('2026-11-23', 'utc')).toBe('2026-11-23T00:00:00.000Z');
    expect(dayStart('2026-11-23', 'local')).toBe(new Date(2026, 10, 23).toISOString());
  });

  it('ends where the next one begins, over the end of a year too', () => {
    expect(dayStart('2026-12-31', 'utc', 1)).toBe('2027-01-01T00:00:00.000Z');
  });

  it('that the calendar does not have is none', () => {
    expect(dayStart('2026-02-30', 'utc')).toBeNull();
    expect(dayStart('tomorrow', 'utc')).toBeNull();
  });
});
