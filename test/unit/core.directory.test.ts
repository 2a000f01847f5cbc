import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextRows } from '../../src/core/directory/job/build.ts';
import { readyLogins } from '../../src/core/directory/rows/logins.ts';
import { countReports } from '../../src/core/directory/rows/reports.ts';
import {
  directoryRow,
  endless,
  isUpToDate,
  never,
  type SiteMember,
} from '../../src/core/directory/rows/row.ts';

const member: SiteMember = {
  id: '18446744073709551615',
  nickname: 'Anna',
  email: 'Anna.K+x@Gmail.com',
  status: 'active',
  muted_until: null,
  suspended_until: null,
  banned_at: null,
  created_at: '2026-01-02 03:04:05',
  last_active_at: null,
  location: null,
  avatar_url: null,
  updated_at: '2026-01-02 03:04:05.5',
};

describe('A member as the directory keeps them', () => {
  test('has keys to be found by, and moments that sort as text', () => {
    expect(directoryRow(member)).toMatchObject({
      member_id: '18446744073709551615',
      name_key: 'anna',
      email_key: 'anna.k+x@gmail.com',
      domain_key: 'gmail.com',
      mailbox_key: 'annak@gmail.com',
      status: 'active',
      status_until: endless,
      created_at: '2026-01-02 03:04:05.000000',
      last_active_at: never,
      location: '',
      updated_at: '2026-01-02 03:04:05.500000',
    });
  });

  test('fits the columns, however long what the site has is', () => {
    const long = fc.string({ unit: 'binary', maxLength: 700 });
    fc.assert(
      fc.property(long, long, long, long, (nickname, email, location, avatar_url) => {
        const row = directoryRow({ ...member, nickname, email, location, avatar_url });
        const characters = (text: string | null) => [...(text ?? '')].length;
        for (const key of ['nickname', 'name_key', 'look_key', 'location', 'location_key'] as const)
          expect(characters(row[key])).toBeLessThanOrEqual(190);
        for (const key of ['email_key', 'domain_key', 'mailbox_key'] as const)
          expect(characters(row[key])).toBeLessThanOrEqual(254);
        expect(characters(row.avatar_url)).toBeLessThanOrEqual(500);
        expect(isUpToDate(row, directoryRow({ ...member, nickname, email, location, avatar_url }))).toBe(
          true,
        );
      }),
    );
  });

  test('is out of date after any change that a list shows, but not for a sign-in since', () => {
    const kept = directoryRow(member);
    expect(isUpToDate(kept, directoryRow({ ...member, nickname: 'anna' }))).toBe(false);
    expect(isUpToDate(kept, directoryRow({ ...member, email: 'b@example.com' }))).toBe(false);
    expect(isUpToDate(kept, directoryRow({ ...member, status: 'banned' }))).toBe(false);
    expect(isUpToDate(kept, directoryRow({ ...member, last_active_at: '2026-02-01 00:00:00' }))).toBe(false);
    const signedIn = { ...kept, last_active_at: '2026-03-01 00:00:00.000000' };
    expect(isUpToDate(signedIn, directoryRow({ ...member, last_active_at: '2026-02-01 00:00:00' }))).toBe(
      true,
    );
  });

  test('keeps a status that should have ended, and stands all the same, without an end', () => {
    const suspended = { ...member, status: 'suspended', suspended_until: '2026-01-05 00:00:00' };
    expect(directoryRow(suspended).status_until).toBe('2026-01-05 00:00:00.000000');
    expect(directoryRow(suspended, '2026-01-04 00:00:00.000000').status_until).toBe(
      '2026-01-05 00:00:00.000000',
    );
    expect(directoryRow(suspended, '2026-01-05 00:00:00.000000').status_until).toBe(endless);
  });

  test('takes the zero dates of old tables for none', () => {
    const row = directoryRow({ ...member, last_active_at: '0000-00-00 00:00:00', created_at: '2026-00-00' });
    expect([row.last_active_at, row.created_at]).toEqual([never, never]);
  });
});

describe('What sign-ins and reports say of members', () => {
  const login = { id: '1', member_id: '7', at: '2026-01-01 10:00:00.9', ip: '10.0.0.1', device_id: 'phone' };

  test('is put together by address and by device, from the first to the last', async () => {
    const ready = await readyLogins([
      login,
      { ...login, id: '2', at: '2026-01-03 10:00:00' },
      { ...login, id: '3', at: '2026-01-02 10:00:00', ip: '::ffff:10.0.0.1', device_id: null },
      { ...login, id: '4', at: '2026-01-04 10:00:00', ip: 'no address', device_id: '' },
    ]);
    expect(ready.addresses).toMatchObject([
      { member: '7', first: '2026-01-01 10:00:00', last: '2026-01-03 10:00:00' },
    ]);
    expect(ready.devices).toMatchObject([
      { what: 'phone', member: '7', first: '2026-01-01 10:00:00', last: '2026-01-03 10:00:00' },
    ]);
    expect(ready.lastAt.get('7')).toBe('2026-01-04 10:00:00.000000');
  });

  test('counts the reports about each member, and none that is about nobody', () => {
    const about = (subject_author_id: string | null) => ({ id: '1', subject_author_id });
    expect([...countReports([about('7'), about(null), about('8'), about('7')])]).toEqual([
      ['7', 2],
      ['8', 1],
    ]);
  });
});

test('A page of the build gets smaller on a slow disk, and larger again, between bounds', () => {
  expect(nextRows(2000, 4000, 2000)).toBe(1000);
  expect(nextRows(1000, 1000, 2000)).toBe(1000);
  expect(nextRows(1000, 100, 2000)).toBe(2000);
  fc.assert(
    fc.property(fc.array(fc.nat(10_000)), (times) => {
      const last = times.reduce((rows, ms) => nextRows(rows, ms, 3000), 3000);
      expect(last).toBeGreaterThanOrEqual(250);
      expect(last).toBeLessThanOrEqual(3000);
    }),
  );
});
