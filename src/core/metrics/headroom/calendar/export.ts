import type { ExportProgress } from '../../../../contract/exports.ts';
import { type CalendarEntry, soonestFirst } from '../../../../contract/metrics/headroom/calendar.ts';
import type { SignedIn } from '../../../session/open.ts';
import { exportCsv } from '../export-csv.ts';
import { calendarOf } from './calendar.ts';
import { diskEntries } from './disk.ts';

export function exportCalendar(
  signedIn: SignedIn,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return exportCsv(signedIn, folder, {
    what: 'calendar',
    head: [
      'what',
      'name',
      'counted in',
      'used',
      'limit',
      'share',
      'earliest',
      'latest',
      'a week',
      'why no date',
      'back-test',
    ],
    lines: async () => {
      const { entries } = await calendarOf(signedIn, signal);
      const disks = await diskEntries(signedIn, signal);
      return [...entries, ...disks].sort(soonestFirst).map(lineOf);
    },
  });
}

function lineOf({ kind, name, detail, used, limit, forecast }: CalendarEntry) {
  const dated = forecast.kind === 'range';
  // The forecast of redo is of shares, since its limit may have changed.
  const unit = kind === 'redo' ? (limit ?? 1) : 1;
  const day = (moment: number | null) =>
    moment === null ? 'perhaps never' : new Date(moment * 1000).toISOString().slice(0, 10);
  return [
    kind,
    name,
    detail,
    used,
    limit,
    used === null || limit === null ? null : Number((used / limit).toFixed(6)),
    dated ? day(forecast.earliest) : null,
    dated ? day(forecast.latest) : null,
    'perWeek' in forecast ? Number((forecast.perWeek * unit).toPrecision(6)) : null,
    'because' in forecast ? forecast.because : null,
    'backTest' in forecast ? forecast.backTest.text : null,
  ];
}
