import type { IndexAdvice } from '../../../../contract/metrics/headroom/indexes.ts';
import type { Database } from '../../../database/database.ts';
import type { SignedIn } from '../../../session/open.ts';
import { indexAdvice } from '../../headroom/indexes/advice.ts';
import { type IndexReadings, Unread } from '../readings.ts';
import { told } from './told.ts';

/** Indexes change seldom, and looking through all of them opens every table. */
const lookAgainMs = 15 * 60_000;
/** An answer like this one is tried again sooner. */
const tryAgainMs = 60_000;

interface Look {
  readonly until: number;
  readonly found: Promise<IndexReadings | Unread>;
}
const looks = new WeakMap<Database, Look>();

/** Which indexes could go, as Headroom finds them; looked through every quarter of an hour, however many ask. */
export function readIndexes(signedIn: SignedIn): Promise<IndexReadings | Unread> {
  const { database } = signedIn;
  const before = looks.get(database);
  if (before !== undefined && before.until > Date.now()) return before.found;
  const found = told('server_indexes', async () => readingsOf(await indexAdvice(signedIn, undefined)));
  const look = { until: Date.now() + lookAgainMs, found };
  looks.set(database, look);
  found.then(
    (it) => it instanceof Unread && looks.set(database, { ...look, until: Date.now() + tryAgainMs }),
    () => looks.delete(database),
  );
  return found;
}

export function readingsOf({
  redundant,
  unused,
  waiting,
  counting,
  countedOn,
  asOf,
}: IndexAdvice): IndexReadings {
  const name = (it: { schemaName: string; tableName: string; indexName: string }) =>
    `${it.schemaName}.${it.tableName}.${it.indexName}`;
  return {
    redundant: redundant.map(name),
    // One that the table must have cannot go, used or not.
    unused: unused.filter((it) => it.neededFor === null).map(name),
    waiting: { count: waiting.count, days: waiting.daysSeen },
    uncounted: counting.on
      ? null
      : { because: counting.because, turnOn: { words: counting.turnOn, code: null } },
    readDaysAgo:
      countedOn === null ? null : Math.floor((Date.parse(asOf) - Date.parse(countedOn)) / 86_400_000),
  };
}
