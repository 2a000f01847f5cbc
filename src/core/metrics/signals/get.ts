import type { Signal, Signals } from '../../../contract/metrics/signals.ts';
import type { Utc } from '../../../contract/values.ts';
import type { Database } from '../../database/database.ts';
import type { SignedIn } from '../../session/open.ts';
import { changesOf } from './changes.ts';
import { signalDefinitions } from './definitions.ts';
import type { Judgement, SignalDefinition } from './judgement.ts';
import { readIndexes } from './reading/indexes.ts';
import { readKept } from './reading/kept.ts';
import { readPast, tellsBack } from './reading/past.ts';
import { readSamples } from './reading/samples.ts';
import { readServer } from './reading/server.ts';
import type { Readings } from './readings.ts';
import { sinceOf } from './since.ts';

/** The 26 signals of the database server, judged by what was sampled, written down, and asked just now. */
export async function signalsOf(signedIn: SignedIn, signal: AbortSignal | undefined): Promise<Signals> {
  const { database } = signedIn;
  const r = await readAll(signedIn, signal);
  const judgements = signalDefinitions.map((definition) => ({ definition, judgement: definition.judge(r) }));
  const since = await sinceWhen(database, signal, r, judgements);
  return {
    sampledAt: r.sampledAt === null ? null : momentOf(r.sampledAt),
    asOf: momentOf(r.now),
    server: r.server.label,
    signals: judgements.map(({ definition, judgement }) =>
      signalOf(definition, judgement, r, since.get(definition.id) ?? null),
    ),
    changes: changesOf(r),
  };
}

async function readAll(signedIn: SignedIn, signal: AbortSignal | undefined): Promise<Readings> {
  const { database } = signedIn;
  const { deadlocksInHour, ...samples } = await readSamples(database, signal);
  const [{ upSeconds, ...server }, { reports, kinds, ...kept }, indexes] = await Promise.all([
    readServer(database, signal),
    readKept(database, signal, samples.now),
    readIndexes(signedIn),
  ]);
  return {
    server: database.server,
    ...samples,
    ...server,
    ...kept,
    startedAt: samples.now - upSeconds,
    indexes,
    deadlocks: { inHour: deadlocksInHour, reports, kinds },
  };
}

type Judged = readonly { definition: SignalDefinition; judgement: Judgement }[];

/** Only of those that need a look: the past of the others is of no interest, and would have to be read. */
async function sinceWhen(
  database: Database,
  signal: AbortSignal | undefined,
  r: Readings,
  all: Judged,
): Promise<ReadonlyMap<string, number>> {
  const told = all.flatMap(({ definition, judgement: { since } }) =>
    since === undefined ? [] : [[definition.id, since] as const],
  );
  const asked = all.filter(
    ({ definition, judgement: { state, since } }) =>
      since === undefined && definition.bySeries && (state === 'watch' || state === 'bad'),
  );
  const names = new Set(asked.flatMap(({ definition }) => definition.series));
  const past = names.size === 0 ? [] : await readPast(database, signal, [...names], r.now);
  const found = asked.flatMap(({ definition, judgement: { state } }) => {
    const since = sinceOf(definition, state, r, past, tellsBack.step);
    return since === null ? [] : [[definition.id, since] as const];
  });
  return new Map([...told, ...found]);
}

function signalOf(
  { id, number, name, group, unit, limits, series, place, source }: SignalDefinition,
  { state, value, text, reason, unknownBecause, howToTurnOn }: Judgement,
  r: Readings,
  since: number | null,
): Signal {
  return {
    id,
    number,
    name,
    group,
    state,
    value,
    unit,
    text,
    reason,
    limits,
    source: source(r),
    unknownBecause,
    howToTurnOn,
    since: since === null ? null : momentOf(since),
    series: [...series],
    place,
  };
}

function momentOf(seconds: number): Utc {
  return new Date(Math.round(seconds * 1000)).toISOString() as Utc;
}
