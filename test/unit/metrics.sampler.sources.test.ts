import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latencyAt } from '../../src/core/metrics/sampler/reading/latencies.ts';
import {
  type Channel,
  channelOf,
  replicationLag,
} from '../../src/core/metrics/sampler/reading/replication.ts';

describe('Latency from a histogram', () => {
  test('is the upper end of the bucket that the share of the statements between two readings falls into', () => {
    const bucket = fc.record({
      seconds: fc.integer({ min: 1, max: 60 }),
      before: fc.nat(50),
      more: fc.nat(50),
    });
    const buckets = fc.uniqueArray(bucket, { selector: (it) => it.seconds, minLength: 1 });
    fc.assert(
      fc.property(buckets, fc.constantFrom(0.5, 0.95, 0.99), (all, share) => {
        const before = new Map(all.filter((it) => it.before > 0).map((it) => [it.seconds, it.before]));
        const now = new Map(all.map((it) => [it.seconds, it.before + it.more]));
        const each = all.flatMap((it) => Array<number>(it.more).fill(it.seconds)).sort((a, b) => a - b);
        const expected = each[Math.ceil(share * each.length) - 1] ?? null;
        expect(latencyAt(share, before, now)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('is not known where nothing ran, where the histogram was put back, or beyond its last bucket', () => {
    const some = new Map([[0.1, 5]]);
    expect(latencyAt(0.95, some, some)).toBeNull();
    expect(latencyAt(0.95, some, new Map([[0.1, 2]]))).toBeNull();
    expect(latencyAt(0.95, some, new Map([[0.2, 9]]))).toBeNull();
    expect(latencyAt(0.95, new Map(), new Map([[18_446_744.07, 9]]))).toBeNull();
  });
});

describe('Replication lag', () => {
  const channel = (lagSeconds: number | null): Channel => ({
    lagSeconds,
    receives: 'Yes',
    applies: 'No',
    errors: [1032],
  });
  const known = (...lags: (number | null)[]) => ({ value: lags.map(channel) });

  test('is that of whoever is farthest behind', () => {
    expect(replicationLag(known(), known(3, 9))).toEqual({ value: 9 });
    expect(replicationLag(known(12), known(3))).toEqual({ value: 12 });
    expect(replicationLag(known(4), null)).toEqual({ value: 4 });
  });
  test('is unknown, not 0, where one has stopped, with what the server says of it', () => {
    const found = replicationLag(known(), known(0, null));
    expect(found).toEqual({
      why: expect.stringMatching(/does not run.*applies: No.*error 1032.*START REPLICA/),
    });
  });
  test('is unknown where nobody replicates, where the replica is none, and where it does not answer', () => {
    expect(replicationLag(known(), null)).toEqual({
      why: expect.stringContaining('replicates from no other'),
    });
    expect(replicationLag(known(), known())).toEqual({ why: expect.stringContaining('may be of any age') });
    expect(replicationLag(known(2), { why: 'it is gone' })).toEqual({ why: 'it is gone' });
  });
  test('is read by the names of either server, without the text of an error, which may quote a statement', () => {
    const mysql = channelOf({
      Seconds_Behind_Source: '7',
      Replica_IO_Running: 'Yes',
      Replica_SQL_Running: 'Yes',
      Last_IO_Errno: 0,
      Last_SQL_Errno: 0,
    });
    expect(mysql).toEqual({ lagSeconds: 7, receives: 'Yes', applies: 'Yes', errors: [] });
    const mariadb = channelOf({
      Seconds_Behind_Master: null,
      Slave_IO_Running: 'Connecting',
      Slave_SQL_Running: 'No',
      Last_IO_Errno: '2003',
      Last_SQL_Errno: '1062',
      Last_SQL_Error: "Duplicate entry 'secret' on query",
    });
    expect(mariadb).toEqual({
      lagSeconds: null,
      receives: 'Connecting',
      applies: 'No',
      errors: [2003, 1062],
    });
    expect(JSON.stringify(mariadb)).not.toContain('secret');
  });
});
