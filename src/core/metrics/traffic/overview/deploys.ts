import type { ChartRange, Marker } from '../../../../contract/metrics/values.ts';
import type { SignedIn } from '../../../session/open.ts';
import { readDeploys } from '../site/deploys.ts';

/** More markers than this hide the lines. */
const most = 200;

/** The latest deploys of a range, oldest first. */
export function deploysIn(
  { database }: SignedIn,
  { range: { from, to } }: { range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<{ deploys: Marker[]; more: boolean; unknown: string | null }> {
  return database.read(signal, async (db, run) => {
    const { rows, unknown } = await readDeploys(db, run, { from, to, most: most + 1 });
    return { deploys: rows.slice(-most), more: rows.length > most, unknown };
  });
}
