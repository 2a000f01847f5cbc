import {
  fromSamples,
  gradeOf,
  isUnread,
  type Judgement,
  judged,
  type SignalDefinition,
  unknown,
  withoutLastWeek,
} from '../judgement.ts';
import type { LockWait, Readings } from '../readings.ts';
import { agoWords, change, counted, digits, percent, rate } from '../words.ts';
import { innodbCounter, performanceSchema } from './turning-on.ts';

/** A hundredth of one session that waits is nothing, whatever share of little work it is. */
const hardlyWaiting = 0.01;

const rowLocks: SignalDefinition = {
  id: 'row-locks',
  number: 16,
  name: 'Row lock share',
  group: 'locks',
  unit: 'ratio',
  place: 'locks',
  series: ['row_lock_time', 'running', 'row_lock_waits', 'lock_waits_now'],
  bySeries: true,
  limits: 'From a tenth of the sessions’ time spent waiting for row locks it is worth a look; half is bad.',
  source: () => '(Δ Innodb_row_lock_time / 1000 / Δt) / the mean of Threads_running − 1.',
  judge: (r) =>
    fromSamples(r, ['row_lock_time', 'running'], ({ row_lock_time: waiting, running }) => {
      // A wait is counted when it ends: the time of a long one can be more than all that was seen at work.
      const share = waiting.mean === 0 ? 0 : Math.min(1, waiting.mean / Math.max(running.mean, waiting.mean));
      const state = waiting.mean < hardlyWaiting ? 'good' : gradeOf(share, 0.1, 0.5);
      return judged(state, {
        value: share,
        text: `${percent(share)}, ${digits(waiting.mean)} sessions waiting on average`,
        reason:
          waiting.mean < hardlyWaiting
            ? 'Less than a hundredth of one session waits for row locks.'
            : 'From 10% of the time at work spent waiting it is worth a look, from 50% it is bad. A wait counts once it ends.',
      });
    }),
};

const blockingTree: SignalDefinition = {
  id: 'blocking',
  number: 17,
  name: 'Blocking tree',
  group: 'locks',
  unit: 'seconds',
  place: 'locks',
  series: ['lock_waits_now'],
  bySeries: false,
  limits: 'A wait of more than 5 s is worth a look; 30 s, or ten sessions waiting more than 5 s, are bad.',
  source: ({ server }) =>
    server.flavour === 'mariadb'
      ? 'INNODB_LOCK_WAITS with INNODB_TRX, asked just now.'
      : 'performance_schema.data_lock_waits with INNODB_TRX, asked just now.',
  judge: judgeBlocking,
};

const longWait = 5;
const tooLongWait = 30;
const manyWaits = 10;

function judgeBlocking(r: Readings): Judgement {
  const off = r.server.flavour === 'mysql' ? performanceSchema(r, 'Who waits for whom is not known') : null;
  if (off !== null) return unknown(off.because, off.turnOn);
  if (isUnread(r.lockWaits)) return unknown(r.lockWaits.because, null);
  const waits = r.lockWaits.filter((it): it is LockWait & { seconds: number } => it.seconds !== null);
  const [first] = waits.toSorted((a, b) => b.seconds - a.seconds);
  if (first === undefined) {
    return judged('good', {
      value: 0,
      text: 'none waits for a row lock',
      reason: 'Waits over 5 s are worth a look.',
    });
  }
  const sessions = new Set(waits.map((it) => it.waiting)).size;
  const long = new Set(waits.filter((it) => it.seconds >= longWait).map((it) => it.waiting)).size;
  const state = long >= manyWaits ? 'bad' : gradeOf(first.seconds, longWait, tooLongWait);
  return judged(state, {
    value: first.seconds,
    text: `${counted(sessions, 'session')} waiting, at most ${agoWords(first.seconds)}`,
    reason: `Session ${first.waiting} waits for session ${first.blocking} on ${first.table}. Waits over 5 s are worth a look; 30 s, or ten sessions over 5 s, are bad.`,
    since:
      state === 'good'
        ? undefined
        : r.now - first.seconds + (first.seconds >= tooLongWait ? tooLongWait : longWait),
  });
}

const deadlocks: SignalDefinition = {
  id: 'deadlocks',
  number: 18,
  name: 'Deadlocks',
  group: 'locks',
  unit: 'count',
  place: 'locks',
  series: ['deadlocks'],
  bySeries: false,
  limits:
    'Single ones are a part of life, if the program tries again. Any in the last hour are worth a look, ten an hour are bad.',
  source: ({ server }) =>
    server.flavour === 'mariadb'
      ? 'Δ Innodb_deadlocks over the last hour; fingerprints from SHOW ENGINE INNODB STATUS, which holds the latest only.'
      : 'Δ lock_deadlocks of INNODB_METRICS over the last hour; fingerprints from SHOW ENGINE INNODB STATUS, which holds the latest only.',
  judge: (r) =>
    fromSamples(
      r,
      ['deadlocks'],
      ({ deadlocks: recent }) => {
        const { inHour, reports, kinds } = r.deadlocks;
        // The hour may hold a part of one alone: its rate is over the whole of a minute.
        const count = Math.max(Math.round(inHour), recent.high > 0 ? 1 : 0);
        return judged(gradeOf(count, 1, 10), {
          value: count,
          text: `${counted(count, 'deadlock')} in the last hour`,
          reason: `${reports === 0 ? 'No report was kept of the last day' : `${counted(reports, 'report')} of ${counted(kinds, 'kind')} kept of the last day`}. Any in an hour are worth a look, ten are bad.`,
        });
      },
      () =>
        r.server.flavour === 'mysql' ? innodbCounter('lock_deadlocks', 'Deadlocks are not counted') : null,
    ),
};

const mutexWaits: SignalDefinition = {
  id: 'mutex-waits',
  number: 21,
  name: 'Mutex waits',
  group: 'locks',
  unit: 'per-second',
  place: 'database',
  series: ['mutex_waits'],
  bySeries: false,
  limits:
    'No number is right for all servers: its trend counts. Double the same hour of last week is worth a look.',
  source: ({ server }) =>
    server.flavour === 'mariadb'
      ? 'SEMAPHORES of SHOW ENGINE INNODB STATUS, which MariaDB has emptied.'
      : 'Δ innodb_rwlock_s_os_waits, _x_os_waits and _sx_os_waits of INNODB_METRICS, as in SEMAPHORES of SHOW ENGINE INNODB STATUS.',
  judge: (r) =>
    fromSamples(r, ['mutex_waits'], ({ mutex_waits: recent }) => {
      const now = (r.hour.get('mutex_waits') ?? recent).mean;
      const before = r.lastWeek.get('mutex_waits')?.mean;
      if (before === undefined) return withoutLastWeek({ value: now, text: rate(now) });
      const doubled = now >= 2 * before && now - before >= 1;
      return judged(doubled ? 'watch' : 'good', {
        value: now,
        text: rate(now),
        reason: `In the same hour of last week: ${rate(before)}${before > 0 ? ` (${change(now, before)})` : ''}. Double is worth a look.`,
      });
    }),
};

export const lockSignals: readonly SignalDefinition[] = [rowLocks, blockingTree, deadlocks, mutexWaits];
