import {
  fromSamples,
  gradeOf,
  isUnread,
  type Judgement,
  judged,
  type SignalDefinition,
  unknown,
} from '../judgement.ts';
import type { Readings, TableIds, TableReadings } from '../readings.ts';
import { bytes, counted, digits, percent, rate } from '../words.ts';

/** Temporary tables on disk, fewer than which in five minutes are no trouble: ten. */
const fewOnDisk = 10 / 300;

const temporaryTables: SignalDefinition = {
  id: 'temporary-tables',
  number: 22,
  name: 'Temporary tables on disk',
  group: 'tables',
  unit: 'ratio',
  place: 'statements',
  series: ['tmp_tables', 'tmp_disk_tables'],
  bySeries: true,
  limits:
    'From 25% of the temporary tables on disk, statements wait for the disk; 50% is bad. Ten in five minutes are too few to mind.',
  source: () => 'Δ Created_tmp_disk_tables / Δ Created_tmp_tables.',
  judge: (r) =>
    fromSamples(r, ['tmp_tables', 'tmp_disk_tables'], ({ tmp_tables: all, tmp_disk_tables: onDisk }) => {
      const share = onDisk.mean === 0 ? 0 : Math.min(1, onDisk.mean / Math.max(all.mean, onDisk.mean));
      const isFew = onDisk.mean < fewOnDisk;
      return judged(isFew ? 'good' : gradeOf(share, 0.25, 0.5), {
        value: share,
        text: `${percent(share)} of ${rate(all.mean)}`,
        reason: isFew
          ? `${rate(onDisk.mean)} went to disk: too few to mind.`
          : `${rate(onDisk.mean)} went to disk. From 25% it is worth a look, from 50% it is bad.`,
      });
    }),
};

/** Sizes are read once a day; older ones say nothing of today. */
const freshDays = 2;

const readDaily = {
  words: 'Sizes are read once a day, by any console on which a CTO or an admin is signed in.',
  code: null,
};

function ofTables(r: Readings, judge: (tables: TableReadings) => Judgement): Judgement {
  if (r.tables === null) return unknown('The sizes of the tables have not been read yet.', readDaily);
  if (r.tables.daysAgo > freshDays) {
    return unknown(`The sizes of the tables were last read ${r.tables.daysAgo} days ago.`, readDaily);
  }
  return judge(r.tables);
}

const idsLeft: SignalDefinition = {
  id: 'ids-left',
  number: 23,
  name: 'AUTO_INCREMENT left',
  group: 'tables',
  unit: 'ratio',
  place: 'headroom',
  series: [],
  bySeries: false,
  limits:
    'From 75% of a column’s numbers used there is a date to plan for; 90% is bad. At the end no row goes in any more.',
  source: ({ server }) =>
    `(TABLES.AUTO_INCREMENT − 1) / the largest number of the column’s type${server.flavour === 'mysql' ? ', with information_schema_stats_expiry = 0: MySQL otherwise gives figures of up to a day before' : ''}. Once a day.`,
  judge: (r) =>
    ofTables(r, ({ ids, day }) => {
      const [first] = ids.toSorted((a, b) => usedOf(b) - usedOf(a));
      if (first === undefined) {
        return judged('good', {
          value: 0,
          text: 'no table numbers its rows',
          reason: `No table had an AUTO_INCREMENT on ${day}.`,
        });
      }
      const used = usedOf(first);
      const near = ids.filter((it) => usedOf(it) >= 0.75).length;
      return judged(gradeOf(used, 0.75, 0.9), {
        value: used,
        text:
          used >= 1 ? `${first.table} is full, or has one left` : `${percent(used)} used of ${first.table}`,
        reason:
          used >= 1
            ? `The next number of ${first.table} is the last that its column holds: a row after that one does not go in.`
            : `${near === 0 ? 'No table is near its end' : `${counted(near, 'table')} past 75%`}. From 75% it is worth a look, from 90% it is bad; Headroom has the dates.`,
      });
    }),
};

/**
 * The share of a column's numbers that are given. AUTO_INCREMENT is the number that the next row gets: at the end MariaDB
 * tells one more than the column holds, and MySQL goes on to tell the last, given or not, so that counts as the end.
 */
export function usedOf({ nextId, lastId }: Pick<TableIds, 'nextId' | 'lastId'>): number {
  const last = BigInt(lastId);
  const given = BigInt(nextId) - 1n;
  if (given + 1n >= last) return 1;
  return given <= 0n ? 0 : Number((given * 1_000_000n) / last) / 1_000_000;
}

const growth: SignalDefinition = {
  id: 'growth',
  number: 24,
  name: 'Growth of tables',
  group: 'tables',
  unit: 'bytes',
  place: 'headroom',
  series: [],
  bySeries: false,
  limits:
    'The slope counts: a week that grew more than twice as much as the four before it on average is worth a look.',
  source: ({ server }) =>
    `TABLES.DATA_LENGTH + INDEX_LENGTH, summed up once a day${server.flavour === 'mysql' ? ', with information_schema_stats_expiry = 0' : ''}.`,
  judge: (r) =>
    ofTables(r, (tables) => {
      const { bytesWeekBefore: week, bytesFiveWeeksBefore: month, grewMost, day } = tables;
      const size = `${bytes(tables.bytes)} in ${counted(tables.tables, 'table')}`;
      if (week === null) {
        return unknown(
          `Sizes are known of ${day} but not of a week before: there is no slope yet.`,
          {
            words: 'It is judged from the eighth day of sampling, and against usual weeks after five.',
            code: null,
          },
          { value: tables.bytes, text: size },
        );
      }
      const grown = tables.bytes - week;
      const text = `${size}, ${grown < 0 ? '−' : '+'}${bytes(Math.abs(grown))} in a week`;
      const most = grewMost === null ? '' : ` Most: ${grewMost.table}, +${bytes(grewMost.bytes)}.`;
      if (month === null) {
        return unknown(
          `It is not known how much a usual week brings: sizes go back less than five weeks.${most}`,
          { words: 'It is judged once sizes have been read for five weeks.', code: null },
          { value: tables.bytes, text },
        );
      }
      const usual = (week - month) / 4;
      const isFast = grown > 2 * Math.max(0, usual) && grown > 0.01 * tables.bytes;
      return judged(isFast ? 'watch' : 'good', {
        value: tables.bytes,
        text,
        reason: `The four weeks before brought ${bytes(Math.max(0, usual))} each. More than twice that, and more than 1% of all, is worth a look.${most}`,
      });
    }),
};

const indexes: SignalDefinition = {
  id: 'indexes',
  number: 25,
  name: 'Redundant and unused indexes',
  group: 'tables',
  unit: 'count',
  place: 'headroom',
  series: [],
  bySeries: false,
  limits:
    'Each costs every write and room. An index counts as unused only after 30 days on which its uses were counted.',
  source: () =>
    'Redundant: the columns in information_schema.STATISTICS, as sys.schema_redundant_indexes does. Unused: table_io_waits_summary_by_index_usage, followed over the restarts of the server.',
  judge: judgeIndexes,
};

function judgeIndexes({ indexes: found }: Readings): Judgement {
  if (isUnread(found)) return unknown(found.because, null);
  const { redundant, unused, waiting, uncounted } = found;
  const seen = { value: redundant.length, text: `${digits(redundant.length)} redundant` };
  if (uncounted !== null) return unknown(uncounted.because, uncounted.turnOn, seen);
  if (found.readDaysAgo === null || found.readDaysAgo > freshDays) {
    return unknown('Uses of indexes have not been read in the last days.', readDaily, seen);
  }
  const count = redundant.length + unused.length;
  const text = `${digits(redundant.length)} redundant, ${digits(unused.length)} unused`;
  if (count > 0) {
    const named = [...unused, ...redundant].slice(0, 3).join(', ');
    return judged('watch', {
      value: count,
      text,
      reason: `They cost every write and room: ${named}${count > 3 ? ' and more' : ''}. Headroom has the statements to drop them, and to have them back.`,
    });
  }
  if (waiting.count > 0) {
    return unknown(
      `${counted(waiting.count, 'index', 'indexes')} without a use so far, over ${counted(waiting.days, 'day')}: one may be for what happens once a month, so 30 days are needed.`,
      { words: 'It is judged by itself once uses have been counted for 30 days.', code: null },
      { value: count, text },
    );
  }
  return judged('good', { value: 0, text, reason: 'No index is redundant, and each is used.' });
}

export const tableSignals: readonly SignalDefinition[] = [temporaryTables, idsLeft, growth, indexes];
