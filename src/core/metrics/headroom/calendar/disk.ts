import { type CalendarEntry, soonestFirst } from '../../../../contract/metrics/headroom/calendar.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type DiskPeaks, readDiskPeaks } from '../../prometheus/disk.ts';
import { forecastCrossing } from '../forecast.ts';

/** As far back as the forecast and its back-test look: 39 weeks, in seconds. */
const history = 40 * 7 * 86_400;
/** Of more disks, those that are full soonest. */
const most = 200;

const disk = { kind: 'disk', unit: 'ratio' } as const;

/** When disks are full, as a connected Prometheus tells; without one an entry that says so. */
export async function diskEntries(
  signedIn: SignedIn,
  signal: AbortSignal | undefined,
): Promise<CalendarEntry[]> {
  const now = Math.floor(Date.now() / 1000);
  const reading = await readDiskPeaks(signedIn, { from: now - history, to: now, every: 'day' }, signal);
  const entries = reading.disks.map((it) => entryOf(it, now)).sort(soonestFirst);
  const unknown = reading.unknown === null ? [] : [unknownEntry(reading.unknown)];
  return [...entries.slice(0, most), ...unknown];
}

function entryOf({ server, instance, mountpoint, peaks }: DiskPeaks, now: number): CalendarEntry {
  const samples = peaks.map(({ at, share }) => ({ at, value: share }));
  const used = samples.at(-1)?.value ?? null;
  return {
    ...disk,
    name: `${instance} ${mountpoint}`,
    detail: `disk, as ${server} tells`,
    used,
    limit: 1,
    reached: used !== null && used >= 1,
    forecast: forecastCrossing(samples, 1, now),
  };
}

function unknownEntry(because: string): CalendarEntry {
  const turnOn = 'How fast all tables together grow stands under Growth.';
  return {
    ...disk,
    name: 'Disks',
    detail: 'file systems of the machines',
    used: null,
    limit: null,
    reached: false,
    forecast: { kind: 'unknown', because, turnOn },
  };
}
