import {
  fromSamples,
  gradeOf,
  type Judgement,
  judged,
  type SignalDefinition,
  unknown,
} from '../judgement.ts';
import type { Readings } from '../readings.ts';
import { agoWords, change, digits, percent, rate } from '../words.ts';
import { innodbCounter } from './turning-on.ts';

/** Row versions that purge has not removed: what some take for a limit, and what no one takes lightly. */
const history = { some: 100_000, most: 1_000_000, anyone: 10_000_000 } as const;
const longSeconds = 60;
const tooLongSeconds = 600;

const historyList: SignalDefinition = {
  id: 'history',
  number: 14,
  name: 'History list',
  group: 'transactions',
  unit: 'count',
  place: 'database',
  series: ['history', 'oldest_transaction'],
  bySeries: false,
  limits:
    'Experts disagree about a limit: some say 100 thousand, others 1 or 10 million. What counts is whether it grows, and how old the oldest transaction is, which keeps purge from going on.',
  source: ({ server }) =>
    server.flavour === 'mariadb' ? 'Innodb_history_list_length.' : 'trx_rseg_history_len of INNODB_METRICS.',
  judge: (r) =>
    fromSamples(
      r,
      ['history'],
      ({ history: length }) => judgeHistory(r, length.last),
      () =>
        r.server.flavour === 'mysql'
          ? innodbCounter('trx_rseg_history_len', 'The length of the history list is not counted')
          : null,
    ),
};

function judgeHistory(r: Readings, length: number): Judgement {
  const before = r.before.get('history')?.mean;
  const oldest = r.recent.get('oldest_transaction')?.last;
  // One that nobody looked at for an hour may be growing: what cannot be told is not taken for standing still.
  const grows = before === undefined || length > 1.2 * before;
  const isHeld = oldest === undefined || oldest >= longSeconds;
  const state =
    length >= history.anyone || (length >= history.most && grows)
      ? 'bad'
      : length >= history.most ||
          (length >= history.some && (grows || isHeld)) ||
          fillsUp(length, before, oldest)
        ? 'watch'
        : 'good';
  const slope =
    before === undefined
      ? 'nothing was sampled an hour ago, so its slope is not known'
      : before === 0
        ? 'an hour ago it was empty'
        : `against an hour ago: ${change(length, before)}`;
  const held =
    oldest === undefined
      ? 'how old the oldest transaction is, is not known'
      : `the oldest transaction is ${agoWords(oldest)} old`;
  return judged(state, {
    value: length,
    text: `${digits(length)} not purged`,
    reason: `Experts disagree about a limit (100 thousand, 1 million, 10 million), so its slope counts: ${slope}; ${held}.`,
  });
}

/** Long before any limit: purge stands still behind one transaction. */
function fillsUp(length: number, before: number | undefined, oldest: number | undefined): boolean {
  return length >= 10_000 && before !== undefined && length >= 2 * before && (oldest ?? 0) >= tooLongSeconds;
}

const oldestTransaction: SignalDefinition = {
  id: 'oldest-transaction',
  number: 15,
  name: 'Oldest transaction',
  group: 'transactions',
  unit: 'seconds',
  place: 'locks',
  series: ['oldest_transaction', 'transactions'],
  bySeries: true,
  limits:
    'One that is open for more than a minute holds its locks and keeps purge waiting; ten minutes are bad.',
  source: () => 'INNODB_TRX.trx_started of the oldest.',
  judge: (r) =>
    fromSamples(r, ['oldest_transaction'], ({ oldest_transaction: oldest }) => {
      const open = r.recent.get('transactions')?.last;
      const state = gradeOf(oldest.last, longSeconds, tooLongSeconds);
      const count = open === undefined ? '' : `, ${digits(open)} open`;
      return judged(state, {
        value: oldest.last,
        text: oldest.last <= 0 ? `none is old${count}` : `${agoWords(oldest.last)}${count}`,
        reason:
          'More than 60 s is worth a look, more than 10 min is bad: it holds its locks, and purge waits for it.',
        since:
          state === 'good'
            ? undefined
            : oldest.at - oldest.last + (state === 'bad' ? tooLongSeconds : longSeconds),
      });
    }),
};

/** Fewer ends of transactions than so many a second say nothing as a share. */
const fewEnds = 0.1;

const rollbacks: SignalDefinition = {
  id: 'rollbacks',
  number: 19,
  name: 'Rollbacks',
  group: 'transactions',
  unit: 'ratio',
  place: 'database',
  series: ['rollbacks', 'commits'],
  bySeries: true,
  limits: '3% of the commits is worth a look, 10% is bad: work done in vain.',
  source: () => 'Δ Com_rollback / Δ Com_commit.',
  judge: (r) =>
    fromSamples(r, ['rollbacks', 'commits'], ({ rollbacks: back, commits }) => {
      if (back.mean + commits.mean < fewEnds) {
        return unknown(
          `Only ${rate(back.mean + commits.mean)} COMMIT and ROLLBACK in five minutes: too few for a share.`,
          null,
          { text: `${rate(back.mean)} rolled back` },
        );
      }
      const share = commits.mean === 0 ? 1 : back.mean / commits.mean;
      return judged(gradeOf(share, 0.03, 0.1), {
        value: share,
        text: `${percent(share)}, ${rate(back.mean)}`,
        reason:
          commits.mean === 0
            ? 'Nothing was committed in five minutes, and all was rolled back.'
            : 'From 3% of the commits it is worth a look, from 10% it is bad.',
      });
    }),
};

export const transactionSignals: readonly SignalDefinition[] = [historyList, oldestTransaction, rollbacks];
