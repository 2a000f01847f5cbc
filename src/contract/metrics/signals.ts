import { z } from 'zod';
import { nothing, procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { databaseSeriesNames } from './series.ts';
import { metricsReaders, Unit } from './values.ts';

/** Worst first. `unknown` is what could not be judged: never as good as `good`. */
export const signalStates = ['bad', 'watch', 'unknown', 'good'] as const;
export const SignalState = z.enum(signalStates);
export type SignalState = z.infer<typeof SignalState>;

export const signalGroups = [
  'load',
  'connections',
  'memory',
  'redo',
  'transactions',
  'locks',
  'tables',
  'replication',
] as const;
export const SignalGroup = z.enum(signalGroups);
export type SignalGroup = z.infer<typeof SignalGroup>;

/** Where in Metrics there is more of it. */
export const signalPlaces = ['database', 'statements', 'locks', 'headroom'] as const;
export const SignalPlace = z.enum(signalPlaces);
export type SignalPlace = z.infer<typeof SignalPlace>;

/** How to have a signal that is unknown. */
export const TurnOn = z.object({
  words: z.string(),
  /** Statements or lines of a configuration file, to copy; null where words are all. */
  code: z.string().nullable(),
});
export type TurnOn = z.infer<typeof TurnOn>;

export const Signal = z.object({
  id: z.string(),
  number: z.int().min(1).max(26),
  name: z.string(),
  group: SignalGroup,
  state: SignalState,
  /** The number it is judged by; may be there although nobody can say whether it is good. */
  value: z.number().nullable(),
  unit: Unit.nullable(),
  /** What it is now, in words. */
  text: z.string(),
  /** Why it is in this state, with the limit that was held against it. */
  reason: z.string(),
  /** What experts watch, whatever the state is. */
  limits: z.string(),
  /** Which variable, table and formula of this server it is from. */
  source: z.string(),
  /** Both null unless the state is `unknown`. */
  unknownBecause: z.string().nullable(),
  howToTurnOn: TurnOn.nullable(),
  /** Since when it is in no better a state, where samples or the server tell; never before a day ago. */
  since: Utc.nullable(),
  /** What to open in the wall. */
  series: z.array(z.enum(databaseSeriesNames)),
  place: SignalPlace,
});
export type Signal = z.infer<typeof Signal>;

/** A main rate over the last hour, beside the same hour a week before. */
export const SignalChange = z.object({
  name: z.string(),
  unit: Unit,
  now: z.number().nullable(),
  before: z.number().nullable(),
  /** Why one of them is null. */
  missing: z.string().nullable(),
});
export type SignalChange = z.infer<typeof SignalChange>;

export const Signals = z.object({
  /** When the last sample was taken; null before the first. */
  sampledAt: Utc.nullable(),
  /** When this was read. */
  asOf: Utc,
  /** `MariaDB 10.11.19`. */
  server: z.string(),
  /** All 26, by number. */
  signals: z.array(Signal),
  changes: z.array(SignalChange),
});
export type Signals = z.infer<typeof Signals>;

export const signals = {
  /** The 26 signals of the database server, each judged. */
  get: procedure(metricsReaders).input(nothing).output(Signals),
};
