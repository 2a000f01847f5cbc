import type { TurnOn } from '../../../../contract/metrics/signals.ts';
import { isWatchingStatements, type Readings } from '../readings.ts';

export interface Missing {
  readonly because: string;
  readonly turnOn: TurnOn | null;
}

/** Where performance_schema is off: that `what` for it, and how to have it. Null where it is on. */
export function performanceSchema(r: Readings, what: string): Missing | null {
  if (isWatchingStatements(r)) return null;
  return {
    because: `${what}, because performance_schema is off.`,
    turnOn: {
      words:
        'It takes a restart of the server, and some 100 to 400 MB of its memory. Into its configuration file:',
      code: '[mysqld]\nperformance_schema = ON',
    },
  };
}

/** Where one of InnoDB's own counters is not counted. */
export function innodbCounter(counter: string, what: string): Missing {
  return {
    because: `${what}: the counter ${counter} of INNODB_METRICS is not counted, or this server has none.`,
    turnOn: {
      words: 'It takes no restart, and lasts until the next one:',
      code: `SET GLOBAL innodb_monitor_enable = '${counter}';`,
    },
  };
}
