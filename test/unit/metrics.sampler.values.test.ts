import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DatabaseSeries, databaseSeriesNames } from '../../src/contract/metrics/series.ts';
import { numberOf } from '../../src/core/metrics/sampler/reading/known.ts';
import { statusNames } from '../../src/core/metrics/sampler/reading/status-names.ts';
import { valuesOf } from '../../src/core/metrics/sampler/reading/values.ts';
import { type Given, serverReading } from '../support/server-readings.ts';

/** What two readings ten seconds apart come to. */
const between = (before: Given, now: Given = {}) =>
  valuesOf(serverReading(before), serverReading({ at: 10, ...now }));

describe('What is sampled of a server', () => {
  test.each(['mariadb', 'mysql'] as const)('is a number or a reason for every series, on %s', (flavour) => {
    const { values, unknown } = between({ flavour }, { flavour });
    const reckoned = databaseSeriesNames.filter((it) => it !== 'sampler');
    for (const name of reckoned) {
      expect([name, values.has(name) !== unknown.has(name)]).toEqual([name, true]);
    }
    const missing = flavour === 'mariadb' ? ['latency_p95', 'latency_p99', 'mutex_waits'] : [];
    expect([...unknown.keys()].toSorted()).toEqual(missing);
  });

  test('turns counters into rates over the time that has passed', () => {
    const { values } = between(
      { status: { Questions: '1000', Bytes_sent: '5', Innodb_row_lock_time: '1000' } },
      { status: { Questions: '1250', Bytes_sent: '5', Innodb_row_lock_time: '31000' } },
    );
    expect(values.get('statements')).toBeCloseTo(25);
    expect(values.get('sent')).toBe(0);
    // Three sessions waited, on average.
    expect(values.get('row_lock_time')).toBeCloseTo(3);
  });

  test('adds up every kind of write', () => {
    const { values } = between(
      { status: { Com_insert: '10', Com_update_multi: '0' } },
      { status: { Com_insert: '20', Com_update_multi: '30' } },
    );
    expect(values.get('writes')).toBeCloseTo(4);
  });

  test('says nothing of rates at the first reading, and does not call that unknown', () => {
    const { values, unknown } = valuesOf(null, serverReading());
    expect(values.has('statements')).toBe(false);
    expect(unknown.has('statements')).toBe(false);
    expect(values.get('connected')).toBe(1);
  });

  test('leaves a gap where a counter went back, and only there', () => {
    const { values, unknown } = between(
      { status: { Questions: '1000', Com_select: '10' } },
      { status: { Questions: '3', Com_select: '30' } },
    );
    expect(values.has('statements')).toBe(false);
    expect(unknown.has('statements')).toBe(false);
    expect(values.get('selects')).toBeCloseTo(2);
  });

  test('leaves gaps where the server was started again, though its counters are beyond what they were', () => {
    const { values } = between(
      { status: { Questions: '10' } },
      { status: { Questions: '90000' }, clock: { uptime: 8, sinceFlush: 8 } },
    );
    expect(values.has('statements')).toBe(false);
    expect(values.has('latency_p95')).toBe(false);
    expect(values.get('connected')).toBe(1);
  });

  const unsure: [string, Given][] = [
    ['its counters were put back', { clock: { sinceFlush: 4 } }],
    ['its clock was set forward', { clock: { server: 1_796_003_610 } }],
    ['its clock was set back', { clock: { server: 1_795_999_000 } }],
    ['this computer slept', { clock: { console: 510, server: 1_796_003_610, uptime: 12_610 } }],
    ['nobody read it for an hour', { at: 3600 }],
    ['it was read again at once', { at: 0.2 }],
  ];
  test.each(unsure)('leaves gaps where %s', (_, now) => {
    const { values } = between({ status: { Questions: '10' } }, { status: { Questions: '5000' }, ...now });
    expect(values.has('statements')).toBe(false);
    expect(values.has('concurrency')).toBe(false);
  });

  test('is never negative, never endless and never more than was counted, whatever the server gives', () => {
    const text = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
      fc.nat(1000).map(String),
      fc.constantFrom('', '-1', 'OFF', 'NaN', '1e99', '8,710', '0x10', ' 7'),
      fc.string(),
      fc.constant(undefined),
    );
    const names = [...statusNames.mariadb, ...statusNames.mysql];
    const status = fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 60 });
    const clock = fc.record({
      server: fc.nat(4e9),
      console: fc.double({ min: 0, max: 1e7, noNaN: true }),
      uptime: fc.nat(1e7),
    });
    const flavour = fc.constantFrom('mariadb' as const, 'mysql' as const);
    fc.assert(
      fc.property(
        flavour,
        status,
        status,
        fc.option(clock, { nil: undefined }),
        (server, before, now, set) => {
          const { values, unknown } = between(
            { flavour: server, status: before },
            { flavour: server, status: now, ...(set ? { clock: set } : {}) },
          );
          for (const [name, value] of values) {
            expect(Number.isFinite(value) && value >= 0, `${name} is ${value}`).toBe(true);
            expect(unknown.has(name)).toBe(false);
          }
          const asked = values.get('statements');
          if (asked !== undefined) {
            expect(asked * 10).toBeLessThanOrEqual(Number(now.Questions ?? 1) * 1.001);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('names the status variable that a server lacks, or that is no number', () => {
    const { values, unknown } = between(
      {},
      { status: { Innodb_checkpoint_age: undefined, Max_used_connections: 'many' } },
    );
    expect(unknown.get('checkpoint_age')).toBe(
      'MariaDB 10.11.19 has no status variable Innodb_checkpoint_age.',
    );
    expect(unknown.get('max_used')).toContain('“many”');
    expect(values.has('max_used')).toBe(false);
  });

  test('does not ask for what is garbage on a fresh MariaDB, and takes no number that cannot be', () => {
    expect(Object.values(statusNames).flat()).not.toContain('Innodb_ibuf_size');
    const garbage = '8710193676289';
    const { values, unknown } = between(
      {},
      { status: { Innodb_buffer_pool_bytes_data: garbage, Innodb_checkpoint_age: garbage } },
    );
    const gone: DatabaseSeries[] = ['pool_data', 'checkpoint_age'];
    for (const name of gone) {
      expect(values.has(name)).toBe(false);
      expect(unknown.get(name)).toContain(garbage);
    }
    expect(numberOf(String(2n ** 64n - 1n))).toBeNull();
    expect(numberOf('8,710')).toBeNull();
    expect(numberOf('0.25')).toBe(0.25);
  });

  test('counts sessions at work without the one that asks and the scheduler of events', () => {
    const running = (status: Given['status'], hasEventScheduler: boolean) =>
      between({}, { status, variables: { hasEventScheduler } } as Given).values.get('running');
    expect(running({ Threads_running: '1' }, false)).toBe(0);
    expect(running({ Threads_running: '2' }, true)).toBe(0);
    expect(running({ Threads_running: '5' }, true)).toBe(3);
    expect(running({ Threads_running: '0' }, true)).toBe(0);
  });

  test('says how to turn on what is off', () => {
    const off = between({ flavour: 'mysql' }, {
      flavour: 'mysql',
      variables: { hasHashIndex: false },
      counters: { value: new Map([['lock_deadlocks', null]]) },
    } as Given);
    expect(off.unknown.get('hash_hits')).toContain('SET GLOBAL innodb_adaptive_hash_index = ON');
    expect(off.unknown.get('deadlocks')).toContain("SET GLOBAL innodb_monitor_enable = 'lock_deadlocks'");
    expect(off.unknown.get('history')).toContain('no counter trx_rseg_history_len');
  });

  test('keeps apart what a procedure refuses from the rest', () => {
    const why = 'This account may not call caretaker_audit.server_activity.';
    const { values, unknown } = between({}, { activity: { why } });
    expect(
      ['transactions', 'oldest_transaction', 'lock_waits_now'].map((it) => unknown.get(it as DatabaseSeries)),
    ).toEqual([why, why, why]);
    expect(values.get('connected')).toBe(1);
    // Sampled from the sessions at work instead.
    expect(values.get('concurrency')).toBe(0);
  });

  describe('The mean concurrency', () => {
    const took = (statementSeconds: number | null): Given => ({
      activity: { value: { transactions: 0, oldestSeconds: 0, lockWaits: 0, statementSeconds } },
      status: { Threads_connected: '40', Threads_running: '6' },
    });
    const mean = (before: number | null, now: number | null) =>
      between(took(before), took(now)).values.get('concurrency');

    test('is the time that statements took over the time that passed', () => {
      expect(mean(100, 155)).toBeCloseTo(5.5);
    });
    test('is no spike when a statement of an hour ends', () => {
      expect(mean(100, 3700)).toBeUndefined();
    });
    test('is sampled where performance_schema is off, and a gap as it is turned on', () => {
      expect(mean(null, null)).toBe(5);
      expect(mean(null, 100)).toBeUndefined();
    });
  });
});
