import { headroom } from './metrics/headroom.ts';
import { locks } from './metrics/locks.ts';
import { prometheus } from './metrics/prometheus.ts';
import { samples } from './metrics/samples.ts';
import { signals } from './metrics/signals.ts';
import { statements } from './metrics/statements.ts';
import { traffic } from './metrics/traffic.ts';

/** Traffic, what the database is doing, and when it runs out. */
export const metrics = { headroom, locks, prometheus, samples, signals, statements, traffic };
