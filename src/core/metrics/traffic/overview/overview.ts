import type { TrafficOverview } from '../../../../contract/metrics/traffic.ts';
import type { SignedIn } from '../../../session/open.ts';
import { utcOfSeconds } from '../charts/series.ts';
import { readDeploys } from '../site/deploys.ts';
import { readGrowth } from '../site/growth.ts';
import { lastOver, latestHour, readHours } from '../site/hours.ts';
import { daySeconds, hourSeconds, weekSeconds } from '../site/moments.ts';
import { whyNoDays, whyNoHours } from '../site/view.ts';
import { changesOf } from './changes.ts';
import { headlinesOf } from './headlines.ts';

/** What is compared, in seconds: the last day, and the one before it, in which a change may have begun. */
const lookedAt = 2 * daySeconds;
/** Two days of 400 services. */
const rowsMost = 20_000;
const deploysMost = 200;

/** How the site does now against a week earlier, and what changed most. */
export function trafficOverview(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<TrafficOverview> {
  return database.read(signal, async (db, run) => {
    const latest = await latestHour(db, run);
    const over = latest.at === null ? lastOver() : latest.at + hourSeconds;
    const [now, before, growth, deploys] = await Promise.all([
      readHours(db, run, { from: over - lookedAt, to: over, most: rowsMost }),
      readHours(db, run, { from: over - lookedAt - weekSeconds, to: over - weekSeconds, most: rowsMost }),
      readGrowth(db, run, over - 30 * daySeconds),
      readDeploys(db, run, { from: over - lookedAt - 2 * hourSeconds, to: over, most: deploysMost }),
    ]);
    const lastDay = growth.rows.at(-1)?.at ?? null;
    const unknown = latest.unknown ?? whyNoHours(latest.at === null ? null : over);
    return {
      headlines: headlinesOf({
        now: now.rows,
        before: before.rows,
        over,
        growth: growth.rows,
        unknown,
        unknownGrowth: growth.unknown ?? whyNoDays(lastDay === null ? null : lastDay + daySeconds),
      }),
      changes:
        unknown !== null || before.rows.length === 0
          ? null
          : changesOf({ now: now.rows, before: before.rows, over, deploys: deploys.rows }),
      asOf: utcOfSeconds(latest.at === null ? null : over),
      unknown,
    };
  });
}
