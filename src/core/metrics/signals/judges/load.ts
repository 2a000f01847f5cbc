import type { DatabaseSeries } from '../../../../contract/metrics/series.ts';
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
import { isWatchingStatements, type Readings } from '../readings.ts';
import { change, digits, rate, stretch } from '../words.ts';
import { performanceSchema } from './turning-on.ts';

/** Sessions at work that pt-table-checksum takes for too many to go on. */
const busySessions = 25;

const sessions: SignalDefinition = {
  id: 'sessions',
  number: 1,
  name: 'Active sessions',
  group: 'load',
  unit: 'count',
  place: 'database',
  series: ['running', 'connected'],
  bySeries: true,
  limits: `Sessions at work beyond the number of cores wait for one another. ${busySessions} is where pt-table-checksum pauses.`,
  source: () =>
    'Threads_running − 1, for the session that asks, and one more less where event_scheduler is on: it is counted too. Mean of five minutes.',
  judge: (r) =>
    fromSamples(r, ['running'], ({ running }) => {
      const cores = coresOf(r);
      const many = cores === null ? busySessions : Math.max(busySessions, 4 * cores);
      const state = gradeOf(running.mean, cores ?? busySessions, cores === null ? 4 * busySessions : many);
      const at =
        cores === null
          ? `This server does not tell its cores, so ${busySessions} is held against it.`
          : `thread_pool_size is ${cores}, by default the number of cores; more at work than that wait for a core, and ${many} is bad.`;
      return judged(state, {
        value: running.mean,
        text: `${digits(running.mean)} at work, at most ${digits(running.high)}`,
        reason: at,
      });
    }),
};

/** MariaDB sizes its thread pool by the cores, used or not; MySQL tells them nowhere. */
function coresOf({ server, variables }: Readings): number | null {
  if (server.flavour !== 'mariadb') return null;
  const size = Number(variables.get('thread_pool_size'));
  return Number.isInteger(size) && size > 0 ? size : null;
}

const statements: SignalDefinition = {
  id: 'statements',
  number: 2,
  name: 'Statements a second',
  group: 'load',
  unit: 'per-second',
  place: 'database',
  series: ['statements', 'selects', 'writes'],
  bySeries: false,
  limits: 'Held against the same hour of last week: half of it or double it is worth a look.',
  source: () => 'Δ Questions / Δt, mean of the last hour.',
  judge: (r) =>
    fromSamples(r, ['statements'], () =>
      againstLastWeek(r, 'statements', rate, { low: 0.5, high: 2, least: 5 }),
    ),
};

const concurrency: SignalDefinition = {
  id: 'concurrency',
  number: 3,
  name: 'Mean concurrency',
  group: 'load',
  unit: 'count',
  place: 'headroom',
  series: ['concurrency'],
  bySeries: false,
  limits:
    'Held against the same hour of last week: double it is worth a look. Headroom fits the scalability law to it.',
  source: (r) =>
    isWatchingStatements(r)
      ? 'Δ SUM_TIMER_WAIT / Δt of performance_schema.events_statements_summary_global_by_event_name, mean of the last hour.'
      : 'Threads_running − 1 at each sample, mean of the last hour: performance_schema is off, so no times are added up.',
  judge: (r) =>
    fromSamples(r, ['concurrency'], () =>
      againstLastWeek(r, 'concurrency', digits, { low: 0, high: 2, least: 0.5 }),
    ),
};

interface Bounds {
  /** Worth a look below and from so many times last week’s. */
  readonly low: number;
  readonly high: number;
  /** Differences smaller than this are chance. */
  readonly least: number;
}

function againstLastWeek(
  r: Readings,
  name: DatabaseSeries,
  words: (value: number) => string,
  bounds: Bounds,
): Judgement {
  const now = (r.hour.get(name) ?? r.recent.get(name))?.mean ?? 0;
  const before = r.lastWeek.get(name)?.mean;
  const text = words(now);
  if (before === undefined) return withoutLastWeek({ value: now, text });
  const isApart = Math.abs(now - before) >= bounds.least;
  const isOff = isApart && (now >= bounds.high * before || now <= bounds.low * before);
  const compared = before === 0 ? 'none in' : `${change(now, before)} against`;
  return judged(isOff ? 'watch' : 'good', {
    value: now,
    text: before === 0 ? text : `${text}, ${change(now, before)}`,
    reason: `It is ${compared} the same hour of last week (${words(before)}).`,
  });
}

const latency: SignalDefinition = {
  id: 'latency',
  number: 4,
  name: 'Statement latency',
  group: 'load',
  unit: 'seconds',
  place: 'database',
  series: ['latency_p95', 'latency_p99'],
  bySeries: true,
  limits:
    'The service objective is yours to set. Without one: 100 ms in 95 of 100 statements is felt by who waits for several; 1 s is bad.',
  source: ({ server }) =>
    server.flavour === 'mysql'
      ? 'performance_schema.events_statements_histogram_global, between two samples.'
      : 'MariaDB has no equivalent of events_statements_histogram_global.',
  judge: (r) =>
    fromSamples(
      r,
      ['latency_p95', 'latency_p99'],
      ({ latency_p95: p95, latency_p99: p99 }) =>
        judged(gradeOf(p95.mean, 0.1, 1), {
          value: p95.mean,
          text: `95 of 100 within ${stretch(p95.mean)}, 99 within ${stretch(p99.mean)}`,
          reason: 'From 100 ms for 95 of 100 statements it is worth a look, from 1 s it is bad.',
        }),
      () =>
        r.server.flavour === 'mariadb'
          ? {
              because: 'MariaDB keeps no histogram of statement times.',
              turnOn: {
                words:
                  'It cannot be turned on. The mean is shown under “What changed”; the times of requests stand under Traffic, those of a proxy or exporter under Prometheus.',
                code: null,
              },
            }
          : performanceSchema(r, 'The histogram of statement times is not filled'),
    ),
};

/** A kind of statement counts as new for a day, but not while all are new because watching has just begun. */
const newFor = 86_400;
/** A difference of less than so many ms in a second is chance. */
const leastAtWork = 20;

const digests: SignalDefinition = {
  id: 'digests',
  number: 5,
  name: 'Costliest statements',
  group: 'load',
  unit: 'ratio',
  place: 'statements',
  series: [],
  bySeries: false,
  limits:
    'Share of the total time and its weekly change. Worth a look: a kind of statement that is new and takes a tenth, one that goes through tables without an index and takes a twentieth, a total that doubled. Two thirds for one full scan is bad.',
  source: () => 'performance_schema.events_statements_summary_by_digest, the last hour.',
  judge: judgeDigests,
};

function judgeDigests(r: Readings): Judgement {
  const off = performanceSchema(r, 'Statements are not counted by kind');
  if (off !== null) return unknown(off.because, off.turnOn);
  const { statements: kept } = r;
  if (isUnread(kept)) return unknown(kept.because, null);
  const [first] = kept.costliest;
  if (first === undefined || kept.totalMs <= 0 || kept.seconds <= 0) {
    return unknown('No statement of the last hour has been written down yet.', null);
  }
  const share = (of: { totalMs: number }) => of.totalMs / kept.totalMs;
  const value = share(first);
  const text = `${Math.round(100 * value)}% of the time: ${shortened(first.text)}`;
  const scan = kept.costliest.find((it) => share(it) >= 0.05 && isScan(it));
  if (scan !== undefined) {
    const examined = scan.rowsExamined / Math.max(1, scan.rowsSent + scan.rowsAffected);
    return judged(share(scan) >= 2 / 3 ? 'bad' : 'watch', {
      value,
      text,
      reason: `A full-table scan takes ${Math.round(100 * share(scan))}% of the time and examines ${digits(examined)} rows for each it gives: ${shortened(scan.text)}`,
    });
  }
  const fresh = kept.costliest.find(
    (it) => share(it) >= 0.1 && it.firstSeen > r.now - newFor && it.firstSeen > kept.watchedSince + newFor,
  );
  if (fresh !== undefined) {
    return judged('watch', {
      value,
      text,
      reason: `First seen ${stretch(r.now - fresh.firstSeen)} ago, and takes ${Math.round(100 * share(fresh))}% of the time: ${shortened(fresh.text)}`,
      since: fresh.firstSeen,
    });
  }
  const before = kept.msASecondLastWeek;
  if (before === null) {
    return unknown(
      'No scan and nothing new stands out, but no statements are kept of this hour of last week, so the change cannot be told.',
      { words: 'It is judged once sampling has gone on for a week.', code: null },
      { value, text },
    );
  }
  const now = kept.totalMs / kept.seconds;
  const doubled = now >= 2 * before && now - before >= leastAtWork;
  return judged(doubled ? 'watch' : 'good', {
    value,
    text,
    reason: `All statements together take ${digits(now)} ms in a second${before > 0 ? `, ${change(now, before)} against the same hour of last week` : ''}. Double is worth a look.`,
  });
}

/** Small tables are read whole with good reason. */
function isScan(it: {
  rowsExamined: number;
  rowsSent: number;
  rowsAffected: number;
  calls: number;
  withoutIndex: number;
}): boolean {
  const given = Math.max(1, it.rowsSent + it.rowsAffected);
  return (
    it.withoutIndex > 0 &&
    it.withoutIndex >= it.calls / 2 &&
    it.rowsExamined / Math.max(1, it.calls) >= 1000 &&
    it.rowsExamined / given >= 100
  );
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

export const loadSignals: readonly SignalDefinition[] = [sessions, statements, concurrency, latency, digests];
