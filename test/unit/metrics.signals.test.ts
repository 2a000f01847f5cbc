import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databaseSeriesNames } from '../../src/contract/metrics/series.ts';
import { signalGroups } from '../../src/contract/metrics/signals.ts';
import { signalDefinitions } from '../../src/core/metrics/signals/definitions.ts';
import { replicaOf } from '../../src/core/metrics/signals/reading/server.ts';
import { Unread } from '../../src/core/metrics/signals/readings.ts';
import { sinceOf } from '../../src/core/metrics/signals/since.ts';
import {
  at,
  idle,
  judge,
  mysql,
  nothingRead,
  recentOf,
  type Series,
  sampled,
  stateOf,
} from '../support/signal-readings.ts';

/** The state of a signal by one series or two, value for value. */
function states(id: string, values: readonly Series[], o = {}) {
  return values.map((series) => stateOf(id, sampled(series, o)));
}

describe('The 26 signals', () => {
  test('are all there, each with its source on both servers and its limits', () => {
    expect(signalDefinitions.map((it) => it.number)).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
    expect(new Set(signalDefinitions.map((it) => it.id)).size).toBe(26);
    expect(new Set(signalDefinitions.map((it) => it.group))).toEqual(new Set(signalGroups));
    for (const it of signalDefinitions) {
      for (const server of [nothingRead().server, mysql]) {
        expect(it.source(nothingRead({ server })), it.id).toMatch(/\w{5}/);
      }
      expect(it.limits, it.id).toMatch(/\w{5}/);
    }
  });

  test('are all unknown where nothing was read, and say why', () => {
    for (const server of [nothingRead().server, mysql]) {
      for (const it of signalDefinitions) {
        const judgement = it.judge(nothingRead({ server }));
        expect(judgement.state, it.id).toBe('unknown');
        expect(judgement.unknownBecause, it.id).toMatch(/\.$/);
      }
    }
  });

  test('are unknown where the last sample is older than three minutes, however good it was', () => {
    const bySamples = signalDefinitions.filter((it) => it.judge(nothingRead()).howToTurnOn !== null);
    expect(bySamples.length).toBeGreaterThan(15);
    const limit = 180;
    for (const it of signalDefinitions.filter(({ bySeries }) => bySeries)) {
      const old = it.judge(idle({ now: at + limit + 1 }));
      expect(old.state, it.id).toBe('unknown');
      expect(old.unknownBecause).toContain('The last sample was taken 3 min ago');
    }
    expect(stateOf('log-waits', idle({ now: at + limit }))).toBe('good');
  });

  test('are never good while a series that they are judged by was not read, law by law', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...signalDefinitions.filter((it) => it.bySeries)),
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        (signal, value) => {
          const [first] = signal.series;
          const others = databaseSeriesNames.filter((it) => it !== first);
          const r = sampled(Object.fromEntries(others.map((name) => [name, value])));
          expect(signal.judge(r).state).toBe('unknown');
        },
      ),
    );
  });

  test('give a number that is one, whatever was read', () => {
    const reading = fc.double({ min: 0, max: 1e18, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...databaseSeriesNames), reading), { maxLength: 60 }),
        fc.constantFrom(nothingRead().server, mysql),
        (given, server) => {
          const r = sampled(Object.fromEntries(given), { server });
          for (const it of signalDefinitions) {
            const { state, value, unknownBecause, text } = it.judge(r);
            expect(value === null || Number.isFinite(value), it.id).toBe(true);
            expect(unknownBecause !== null, it.id).toBe(state === 'unknown');
            expect(text).not.toMatch(/NaN|undefined|Infinity/);
          }
        },
      ),
    );
  });

  test('are unknown after a restart until two samples were taken since: counters began anew', () => {
    const before = idle({ startedAt: at + 1, now: at + 40 });
    const told = judge('log-waits', before);
    expect(told.state).toBe('unknown');
    expect(told.unknownBecause).toBe(
      'The server started 39 s ago, and its counters began anew; two samples since are needed.',
    );
  });

  test('say what the sampler noted of a series that it could not read', () => {
    const r = sampled({}, { unsampled: { log_waits: 'The server has no Innodb_log_waits.' } });
    expect(judge('log-waits', r).unknownBecause).toBe('The server has no Innodb_log_waits.');
  });
});

describe('Load', () => {
  test('Sessions at work are held against the cores where they are known, else against 25', () => {
    const four = { variables: new Map([['thread_pool_size', '4']]) };
    expect(
      states('sessions', [{ running: 3.9 }, { running: 4 }, { running: 24.9 }, { running: 25 }], four),
    ).toEqual(['good', 'watch', 'watch', 'bad']);
    const many = { variables: new Map([['thread_pool_size', '32']]) };
    expect(
      states('sessions', [{ running: 31 }, { running: 32 }, { running: 127 }, { running: 128 }], many),
    ).toEqual(['good', 'watch', 'watch', 'bad']);
    expect(
      states('sessions', [{ running: 24.9 }, { running: 25 }, { running: 100 }], { server: mysql }),
    ).toEqual(['good', 'watch', 'bad']);
  });

  test('Statements are held against the same hour of last week, and unknown without it', () => {
    const of = (now: number, before?: number) =>
      judge(
        'statements',
        sampled(
          { statements: now },
          {
            hour: recentOf({ statements: now }),
            lastWeek: recentOf(before === undefined ? {} : { statements: before }),
          },
        ),
      );
    expect(of(100, 100).state).toBe('good');
    expect(of(199, 100).state).toBe('good');
    expect(of(200, 100).state).toBe('watch');
    expect(of(51, 100).state).toBe('good');
    expect(of(50, 100).state).toBe('watch');
    // A difference that is chance.
    expect(of(4, 1).state).toBe('good');
    expect(of(100).state).toBe('unknown');
    expect(of(100).value).toBe(100);
    expect(of(100, 0).reason).toContain('none in the same hour');
  });

  test('Concurrency without performance_schema says that it was sampled', () => {
    const signal = signalDefinitions.find((it) => it.id === 'concurrency');
    const off = nothingRead({ variables: new Map([['performance_schema', 'OFF']]) });
    expect(signal?.source(off)).toContain('Threads_running − 1 at each sample');
    expect(signal?.source(nothingRead())).toContain('SUM_TIMER_WAIT');
  });

  test('Kinds of statements without performance_schema are unknown, with how to turn it on', () => {
    const off = judge('digests', nothingRead({ variables: new Map([['performance_schema', 'OFF']]) }));
    expect(off.unknownBecause).toContain('because performance_schema is off');
    expect(off.howToTurnOn?.code).toBe('[mysqld]\nperformance_schema = ON');
  });

  test('Latency is judged from 100 ms and from 1 s, and cannot be had of MariaDB', () => {
    const series = (p95: number) => ({ latency_p95: p95, latency_p99: p95 * 2 });
    expect(
      states('latency', [series(0.099), series(0.1), series(0.999), series(1)], { server: mysql }),
    ).toEqual(['good', 'watch', 'watch', 'bad']);
    expect(judge('latency', sampled({})).unknownBecause).toBe(
      'MariaDB keeps no histogram of statement times.',
    );
  });

  const usual = {
    text: 'SELECT * FROM `member` WHERE `id` = ?',
    totalMs: 100,
    calls: 1000,
    rowsSent: 1000,
    rowsAffected: 0,
    rowsExamined: 1000,
    withoutIndex: 0,
    firstSeen: at - 90 * 86_400,
  };
  const statements = (of: object, o: object = {}) =>
    judge(
      'digests',
      nothingRead({
        statements: {
          costliest: [{ ...usual, ...of }],
          totalMs: 1000,
          seconds: 3600,
          msASecondLastWeek: 1,
          watchedSince: at - 90 * 86_400,
          ...o,
        },
      }),
    );

  test('A full-table scan that takes a twentieth of the time is seen, and one that takes two thirds is bad', () => {
    const scan = { withoutIndex: 1000, rowsExamined: 1_000_000, rowsSent: 1000 };
    expect(statements({}).state).toBe('good');
    expect(statements({ ...scan, totalMs: 49 }).state).toBe('good');
    expect(statements({ ...scan, totalMs: 50 }).state).toBe('watch');
    expect(statements({ ...scan, totalMs: 667 }).state).toBe('bad');
    expect(statements({ ...scan, totalMs: 50 }).reason).toContain('examines 1,000 rows for each it gives');
    // A small table that is read whole, and a report that gives what it reads.
    expect(statements({ ...scan, rowsExamined: 900_000 }).state).toBe('good');
    expect(statements({ ...scan, rowsSent: 20_000 }).state).toBe('good');
  });

  test('A kind of statement that is new and takes a tenth is seen, unless all are new', () => {
    const fresh = { firstSeen: at - 3600, totalMs: 100 };
    expect(statements(fresh).state).toBe('watch');
    expect(statements(fresh).since).toBe(at - 3600);
    expect(statements({ ...fresh, totalMs: 99 }).state).toBe('good');
    expect(statements({ ...fresh, firstSeen: at - 86_400 }).state).toBe('good');
    expect(statements(fresh, { watchedSince: at - 3600 }).state).toBe('good');
  });

  test('A total that doubled against last week is seen; without last week it cannot be told', () => {
    expect(statements({}, { totalMs: 360_000, msASecondLastWeek: 50 }).state).toBe('watch');
    expect(statements({}, { totalMs: 360_000, msASecondLastWeek: 50.1 }).state).toBe('good');
    expect(statements({}, { msASecondLastWeek: null }).state).toBe('unknown');
    expect(statements({}, { msASecondLastWeek: null }).value).toBe(0.1);
  });
});

describe('Connections', () => {
  test('are worth a look where 85% were ever taken, and bad where they are now', () => {
    const of = (connected: number, most: number) => ({ connected, max_connections: 100, max_used: most });
    expect(states('connections', [of(10, 84), of(10, 85), of(84, 100), of(85, 85)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    expect(stateOf('connections', sampled({ ...of(1, 1), max_connections: 0 }))).toBe('unknown');
  });

  test('that were refused are bad, one is enough; 3% aborted is worth a look', () => {
    const room = { connected: 5, max_used: 99, max_connections: 100 };
    const series = { refused: 0, aborted_clients: 0, aborted_connects: 0, ...room };
    const of = (aborted: number, made = 1000) => ({
      status: new Map([
        ['Connections', made],
        ['Aborted_clients', aborted],
        ['Aborted_connects', 0],
      ]),
    });
    expect(
      stateOf('refused', sampled({ ...series, refused: { last: 0, mean: 0.001, high: 0.02 } }, of(0))),
    ).toBe('bad');
    expect(stateOf('refused', sampled(series, of(29)))).toBe('good');
    expect(stateOf('refused', sampled(series, of(30)))).toBe('watch');
    expect(stateOf('refused', sampled(series, of(50, 99)))).toBe('good');
    expect(stateOf('refused', sampled(series))).toBe('unknown');
  });

  test('that MariaDB refuses are told although it counts them as failed sign-ins alone', () => {
    const failed = { aborted_connects: { last: 0, mean: 0.01, high: 0.1 }, aborted_clients: 0, refused: 0 };
    const full = { connected: 100, max_used: 100, max_connections: 100 };
    const status = new Map([['Connections', 1000]]);
    const of = (series: Series, server = nothingRead().server) =>
      stateOf('refused', sampled({ ...failed, ...full, ...series }, { server, status }));
    expect(of({})).toBe('bad');
    expect(of({ connected: 5, max_used: { last: 100, low: 90 } })).toBe('bad');
    expect(of({ connected: 5 })).toBe('watch');
    expect(of({ connected: 5, max_used: 99 })).toBe('good');
    expect(of({ aborted_connects: 0 })).toBe('good');
    expect(of({}, mysql)).toBe('good');
  });
});

describe('Memory and redo', () => {
  test('are judged at their limits', () => {
    const miss = (reads: number) => ({ pool_reads: reads, pool_requests: 1000 });
    expect(states('pool-miss', [miss(49.9), miss(50), miss(149.9), miss(150)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    const dirty = (bytes: number) => ({ pool_dirty: bytes, pool_data: 100 });
    expect(states('dirty-pages', [dirty(69.9), dirty(70), dirty(89.9), dirty(90)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    const hash = (misses: number) => ({ hash_hits: 100 - misses, hash_misses: misses });
    expect(states('hash-miss', [hash(19.9), hash(20), hash(49.9), hash(50)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    const age = (bytes: number) => ({ checkpoint_age: bytes, checkpoint_limit: 100 });
    expect(states('checkpoint-age', [age(49.9), age(50), age(79.9), age(80)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    const redo = (share: number) => ({ redo_written: (share * 3600) / 3600, redo_capacity: 3600 });
    expect(states('redo-hour', [redo(0.99), redo(1), redo(2.99), redo(3)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    for (const [id, series] of [
      ['pool-pressure', 'pool_wait_free'],
      ['log-waits', 'log_waits'],
    ] as const) {
      const of = (mean: number) => ({ [series]: { mean, last: 0, high: mean } });
      expect(states(id, [of(0), of(0.001), of(0.99), of(1)]), id).toEqual(['good', 'watch', 'watch', 'bad']);
    }
  });

  test('A share of next to nothing is unknown, not good', () => {
    expect(stateOf('pool-miss', sampled({ pool_reads: 0, pool_requests: 0.99 }))).toBe('unknown');
    expect(stateOf('hash-miss', sampled({ hash_hits: 0.5, hash_misses: 0 }))).toBe('unknown');
    expect(stateOf('dirty-pages', sampled({ pool_dirty: 0, pool_data: 0 }))).toBe('unknown');
    expect(stateOf('checkpoint-age', sampled({ checkpoint_age: 0, checkpoint_limit: 0 }))).toBe('unknown');
    expect(stateOf('redo-hour', sampled({ redo_written: 0, redo_capacity: 0 }))).toBe('unknown');
    expect(stateOf('rollbacks', sampled({ rollbacks: 0, commits: 0.05 }))).toBe('unknown');
  });

  test('A hash index that is off is unknown, with how to turn it on', () => {
    const off = judge('hash-miss', idle({ variables: new Map([['innodb_adaptive_hash_index', 'OFF']]) }));
    expect(off.state).toBe('unknown');
    expect(off.howToTurnOn?.code).toBe('SET GLOBAL innodb_adaptive_hash_index = ON;');
  });

  test('The highest checkpoint age counts: a mean hides a stall', () => {
    const stalled = { checkpoint_age: { last: 10, mean: 12, high: 85 }, checkpoint_limit: 100 };
    expect(stateOf('checkpoint-age', sampled(stalled))).toBe('bad');
  });
});

describe('Transactions', () => {
  const history = (length: number, before: number | null, oldest: number | null) =>
    stateOf(
      'history',
      sampled(
        { history: length, ...(oldest === null ? {} : { oldest_transaction: oldest }) },
        { before: recentOf(before === null ? {} : { history: before }) },
      ),
    );

  test('The history list is judged by its slope and the oldest transaction, as experts disagree about a limit', () => {
    expect(history(99_999, 99_999, 0)).toBe('good');
    expect(history(100_000, 100_000, 0)).toBe('good');
    expect(history(100_000, 100_000, 60)).toBe('watch');
    expect(history(150_000, 100_000, 0)).toBe('watch');
    expect(history(1_000_000, 1_000_000, 0)).toBe('watch');
    expect(history(1_300_000, 1_000_000, 0)).toBe('bad');
    expect(history(10_000_000, 20_000_000, 0)).toBe('bad');
    expect(history(20_000, 9_000, 600)).toBe('watch');
    expect(history(20_000, 9_000, 10)).toBe('good');
    expect(judge('history', sampled({ history: 5 })).reason).toContain('Experts disagree');
  });

  test('What is not known of it is not taken for standing still', () => {
    expect(history(1_000_000, null, 0)).toBe('bad');
    expect(history(100_000, 100_000, null)).toBe('watch');
  });

  test('The oldest transaction is judged from a minute and from ten, and tells since when', () => {
    const of = (seconds: number) => ({ oldest_transaction: seconds, transactions: 3 });
    expect(states('oldest-transaction', [of(0), of(59), of(60), of(599), of(600)])).toEqual([
      'good',
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    expect(judge('oldest-transaction', sampled(of(100))).since).toBe(at - 40);
  });

  test('Rollbacks are judged by their share of the commits', () => {
    const of = (rollbacks: number, commits = 100) => ({ rollbacks, commits });
    expect(states('rollbacks', [of(2.9), of(3), of(9.9), of(10), of(5, 0)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
      'bad',
    ]);
  });
});

describe('Locks', () => {
  test('The share of waiting is judged at 10% and 50%, but not where hardly anyone waits', () => {
    const of = (waiting: number, running: number) => ({ row_lock_time: waiting, running });
    expect(states('row-locks', [of(0.99, 10), of(1, 10), of(4.99, 10), of(5, 10)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
    ]);
    expect(stateOf('row-locks', sampled(of(0.009, 0)))).toBe('good');
    expect(stateOf('row-locks', sampled(of(3, 0)))).toBe('bad');
    expect(judge('row-locks', sampled(of(3, 1))).value).toBe(1);
  });

  test('Who waits for whom is judged from 5 s and from 30 s, and by how many wait', () => {
    const wait = (seconds: number | null, waiting = 7) => ({
      seconds,
      waiting,
      blocking: 8,
      table: 'shop.orders',
    });
    const of = (...waits: ReturnType<typeof wait>[]) => judge('blocking', nothingRead({ lockWaits: waits }));
    expect(of().state).toBe('good');
    expect(of(wait(null)).state).toBe('good');
    expect(of(wait(4)).state).toBe('good');
    expect(of(wait(5)).state).toBe('watch');
    expect(of(wait(5)).reason).toContain('Session 7 waits for session 8 on shop.orders');
    expect(of(wait(29)).state).toBe('watch');
    expect(of(wait(30)).state).toBe('bad');
    expect(of(wait(12)).since).toBe(at - 7);
    expect(of(wait(42)).since).toBe(at - 12);
    const many = (count: number) => of(...Array.from({ length: count }, (_, i) => wait(5, i)));
    expect(many(9).state).toBe('watch');
    expect(many(10).state).toBe('bad');
    // One that waits for ten is one.
    expect(of(...Array.from({ length: 10 }, () => wait(5))).state).toBe('watch');
  });

  test('MySQL without performance_schema shows no wait, which is unknown', () => {
    const r = nothingRead({
      server: mysql,
      lockWaits: [],
      variables: new Map([['performance_schema', 'OFF']]),
    });
    expect(judge('blocking', r).unknownBecause).toContain('because performance_schema is off');
  });

  test('Deadlocks are worth a look from one an hour and bad from ten', () => {
    const of = (inHour: number, high = 0) =>
      judge(
        'deadlocks',
        sampled({ deadlocks: { last: 0, mean: 0, high } }, { deadlocks: { inHour, reports: 3, kinds: 2 } }),
      );
    expect(of(0).state).toBe('good');
    expect(of(0.98).value).toBe(1);
    expect(of(0.98).state).toBe('watch');
    expect(of(9).state).toBe('watch');
    expect(of(10).state).toBe('bad');
    // The first sample after it tells of one, whatever the hour before comes to.
    expect(of(0.3, 0.01).state).toBe('watch');
    expect(of(1).reason).toContain('3 reports of 2 kinds');
  });

  test('What InnoDB does not count on MySQL says how it is turned on', () => {
    const of = (id: string) => judge(id, sampled({}, { server: mysql })).howToTurnOn?.code;
    expect(of('deadlocks')).toBe("SET GLOBAL innodb_monitor_enable = 'lock_deadlocks';");
    expect(of('history')).toBe("SET GLOBAL innodb_monitor_enable = 'trx_rseg_history_len';");
    expect(of('hash-miss')).toBe("SET GLOBAL innodb_monitor_enable = 'module_adaptive_hash';");
  });

  test('Mutex waits have a trend and no limit', () => {
    const of = (now: number, before: number | null) =>
      stateOf(
        'mutex-waits',
        sampled({ mutex_waits: now }, { lastWeek: recentOf(before === null ? {} : { mutex_waits: before }) }),
      );
    expect([of(9.9, 5), of(10, 5), of(1.9, 1), of(10, null)]).toEqual(['good', 'watch', 'good', 'unknown']);
  });
});

describe('Tables', () => {
  test('Temporary tables on disk are judged at 25% and 50%, but not where there are few', () => {
    const of = (onDisk: number, all = 10) => ({ tmp_tables: all, tmp_disk_tables: onDisk });
    expect(states('temporary-tables', [of(2.4), of(2.5), of(4.9), of(5), of(0.03, 0.03), of(0, 0)])).toEqual([
      'good',
      'watch',
      'watch',
      'bad',
      'good',
      'good',
    ]);
  });

  const day = { day: '2026-11-30', daysAgo: 0, tables: 3, ids: [], bytes: 1000, bytesWeekBefore: 900 };
  const tables = (o: object) => ({
    tables: { ...day, bytesFiveWeeksBefore: 500, grewMost: null, ...o },
  });
  const ids = (next: string, last: string, o: object = {}) =>
    judge(
      'ids-left',
      nothingRead(tables({ ids: [{ table: 'shop.orders', nextId: next, lastId: last }], ...o })),
    );

  test('The next id is one more than the last that was given, and may be more than the column holds', () => {
    const full = { value: 1, state: 'bad', text: 'shop.orders is full, or has one left' };
    expect(ids('128', '127')).toMatchObject(full);
    // MySQL tells the last number on and on, given or not.
    expect(ids('127', '127')).toMatchObject(full);
    expect(ids('18446744073709551615', '18446744073709551615')).toMatchObject(full);
    expect(ids('126', '127').value).toBeCloseTo(125 / 127, 5);
    expect(ids('18446744073709551613', '18446744073709551615').value).toBeLessThanOrEqual(1);
    expect(ids('1', '127')).toMatchObject({ value: 0, state: 'good' });
    expect(ids('0', '127').value).toBe(0);
  });

  test('Ids are judged at 75% and 90% of the column', () => {
    expect(ids('750', '1000').state).toBe('good');
    expect(ids('751', '1000').state).toBe('watch');
    expect(ids('900', '1000').state).toBe('watch');
    expect(ids('901', '1000').state).toBe('bad');
  });

  test('Sizes that were read three days ago are no answer', () => {
    expect(ids('2', '1000', { daysAgo: 2 }).state).toBe('good');
    expect(ids('2', '1000', { daysAgo: 3 }).unknownBecause).toContain('3 days ago');
    expect(judge('ids-left', nothingRead(tables({}))).text).toBe('no table numbers its rows');
  });

  test('Growth is held against usual weeks, and unknown before there are five', () => {
    const of = (o: object) => stateOf('growth', nothingRead(tables(o)));
    expect(of({})).toBe('good');
    expect(of({ bytes: 1100 })).toBe('good');
    expect(of({ bytes: 1101 })).toBe('watch');
    expect(of({ bytesWeekBefore: null })).toBe('unknown');
    expect(of({ bytesFiveWeeksBefore: null })).toBe('unknown');
    expect(of({ bytes: 800 })).toBe('good');
  });

  const found = {
    redundant: [],
    unused: [],
    waiting: { count: 0, days: 30 },
    uncounted: null,
    readDaysAgo: 0,
  };
  const indexes = (o: object) => judge('indexes', nothingRead({ indexes: { ...found, ...o } }));

  test('Indexes are worth a look where one could go, and unknown until uses were seen for 30 days', () => {
    expect(indexes({}).state).toBe('good');
    expect(indexes({ unused: ['shop.orders.old'] })).toMatchObject({ state: 'watch', value: 1 });
    expect(indexes({ redundant: ['shop.orders.twice'] }).state).toBe('watch');
    expect(indexes({ waiting: { count: 4, days: 12 } }).unknownBecause).toContain('over 12 days');
    expect(indexes({ readDaysAgo: 3 }).state).toBe('unknown');
    expect(indexes({ readDaysAgo: null }).state).toBe('unknown');
  });

  test('Uses that nobody counts are unknown, with how to turn it on, and not “none is unused”', () => {
    const turnOn = { words: 'Turn it on.', code: null };
    const off = indexes({
      uncounted: { because: 'performance_schema is off.', turnOn },
      redundant: ['a.b.c'],
    });
    expect(off).toMatchObject({ state: 'unknown', text: '1 redundant', howToTurnOn: turnOn });
  });
});

describe('Replication', () => {
  const replica = {
    source: 'db1:3306',
    isReadFrom: false,
    receives: 'Yes',
    applies: 'Yes',
    lagSeconds: 0,
    errors: [],
  };
  const lag = (o: object) => judge('replication-lag', nothingRead({ replicas: [{ ...replica, ...o }] }));

  test('Lag is judged from 10 s and from a minute', () => {
    expect([0, 9, 10, 59, 60].map((lagSeconds) => lag({ lagSeconds }).state)).toEqual([
      'good',
      'good',
      'watch',
      'watch',
      'bad',
    ]);
  });

  test('A lag of NULL is replication that has stopped, and bad: not 0', () => {
    const stopped = { state: 'bad', value: null, text: 'Replication has stopped' };
    expect(lag({ lagSeconds: null })).toMatchObject(stopped);
    expect(lag({ receives: 'Connecting' })).toMatchObject(stopped);
    expect(lag({ applies: 'No', errors: [1062] }).reason).toContain('error is 1062');
    expect(lag({ lagSeconds: null, isReadFrom: true }).reason).toMatch(/^The replica that the console reads/);
  });

  test('One of several sources that has stopped is enough', () => {
    const replicas = [replica, { ...replica, lagSeconds: null }];
    expect(stateOf('replication-lag', nothingRead({ replicas }))).toBe('bad');
  });

  test('A server that replicates from none is unknown: whether others lag behind it is told by them', () => {
    const none = judge('replication-lag', nothingRead({ replicas: [] }));
    expect(none.unknownBecause).toContain('replicates from none');
    expect(stateOf('replication-lag', nothingRead({ replicas: new Unread('Refused.') }))).toBe('unknown');
  });

  test('Both servers’ columns are read, and no text of an error, which may quote what was written', () => {
    const maria = { Master_Host: 'a', Master_Port: 3306, Slave_IO_Running: 'Yes', Slave_SQL_Running: 'Yes' };
    expect(replicaOf({ ...maria, Seconds_Behind_Master: '3' }, false)).toEqual({
      ...replica,
      source: 'a:3306',
      lagSeconds: 3,
    });
    const my = { Source_Host: 'b', Source_Port: 3307, Replica_IO_Running: 'No', Replica_SQL_Running: 'Yes' };
    const error = { Last_IO_Errno: 0, Last_SQL_Errno: 1062, Last_SQL_Error: "Duplicate entry 'secret'" };
    const read = replicaOf({ ...my, ...error, Seconds_Behind_Source: null }, true);
    expect(read).toEqual({
      source: 'b:3307',
      isReadFrom: true,
      receives: 'No',
      applies: 'Yes',
      lagSeconds: null,
      errors: [1062],
    });
    expect(JSON.stringify(lag(read))).not.toContain('secret');
    expect(replicaOf({}, false).lagSeconds).toBeNull();
  });
});

describe('Since when', () => {
  const signal = signalDefinitions.find((it) => it.id === 'log-waits');
  const past = (...waits: (number | null)[]) =>
    waits.flatMap((mean, index) =>
      mean === null
        ? []
        : [
            {
              at: at - 300 * (waits.length - index),
              recent: recentOf({ log_waits: { mean, at: at - 300 * (waits.length - index) } }),
            },
          ],
    );
  const since = (...waits: (number | null)[]) => {
    if (signal === undefined) throw new Error('no such signal');
    const told = sinceOf(signal, 'watch', idle(), past(...waits), 300);
    return told === null ? null : (at - told) / 300;
  };

  test('a signal is in its state is told by the same judgement of the steps before', () => {
    expect(since(0, 0, 0.5, 0.5)).toBe(2);
    expect(since(0, 0, 0, 0)).toBeNull();
    expect(since()).toBeNull();
    // Worse in between is no better.
    expect(since(0, 0.5, 2, 0.5)).toBe(3);
    // A saw tooth: only the last tooth counts.
    expect(since(0.5, 0.5, 0, 0.5)).toBe(1);
  });

  test('a gap ends it: what happened in it is not known', () => {
    expect(since(0.5, 0.5, null, 0.5, 0.5)).toBe(2);
  });
});
