import { fromSamples, gradeOf, judged, type SignalDefinition, unknown } from '../judgement.ts';
import { bytes, digits, percent, rate } from '../words.ts';

const checkpointAge: SignalDefinition = {
  id: 'checkpoint-age',
  number: 11,
  name: 'Checkpoint age',
  group: 'redo',
  unit: 'ratio',
  place: 'database',
  series: ['checkpoint_age', 'checkpoint_limit'],
  bySeries: true,
  limits: 'At 50% the server writes pages in haste, at 80% it is near where all writes stall.',
  source: ({ server }) =>
    server.flavour === 'mariadb'
      ? 'Innodb_checkpoint_age / Innodb_checkpoint_max_age, the highest of five minutes.'
      : '(Innodb_redo_log_current_lsn − Innodb_redo_log_checkpoint_lsn) / Innodb_redo_log_capacity_resized, the highest of five minutes.',
  judge: (r) =>
    fromSamples(
      r,
      ['checkpoint_age', 'checkpoint_limit'],
      ({ checkpoint_age: age, checkpoint_limit: limit }) => {
        if (limit.last <= 0) return unknown('The server told no limit of its redo log.', null);
        const share = age.high / limit.last;
        return judged(gradeOf(share, 0.5, 0.8), {
          value: share,
          text: `${percent(share)}, ${bytes(age.high)} of ${bytes(limit.last)}`,
          reason: 'From 50% pages are written in haste, from 80% all writes are about to stall.',
        });
      },
    ),
};

const redoHour: SignalDefinition = {
  id: 'redo-hour',
  number: 12,
  name: 'Redo an hour',
  group: 'redo',
  unit: 'ratio',
  place: 'headroom',
  series: ['redo_written', 'redo_capacity'],
  bySeries: false,
  limits: 'An hour of writing should fit into the redo log; three times that is bad.',
  source: () =>
    'Δ Innodb_os_log_written · 3600 / the capacity of the redo log; the last hour, or as much of it as was sampled.',
  judge: (r) =>
    fromSamples(r, ['redo_written', 'redo_capacity'], ({ redo_written: recent, redo_capacity: capacity }) => {
      if (capacity.last <= 0) return unknown('The server told no capacity of its redo log.', null);
      const anHour = (r.hour.get('redo_written') ?? recent).mean * 3600;
      const share = anHour / capacity.last;
      return judged(gradeOf(share, 1, 3), {
        value: share,
        text: `${bytes(anHour)} an hour, the log holds ${bytes(capacity.last)}`,
        reason: `An hour of writing ${share >= 1 ? `is ${digits(share)} times what fits` : 'fits'} into the redo log. Three times as much as fits is bad.`,
      });
    }),
};

const logWaits: SignalDefinition = {
  id: 'log-waits',
  number: 13,
  name: 'Log waits',
  group: 'redo',
  unit: 'per-second',
  place: 'database',
  series: ['log_waits'],
  bySeries: true,
  limits: 'Above 0 innodb_log_buffer_size is too small, or the disk too slow; one a second is bad.',
  source: () => 'Δ Innodb_log_waits.',
  judge: (r) =>
    fromSamples(r, ['log_waits'], ({ log_waits: waits }) => {
      const state = waits.high > 0 ? gradeOf(waits.mean, 0, 1) : 'good';
      return judged(state, {
        value: waits.mean,
        text:
          waits.high > 0 ? `${rate(waits.mean)} wait for the log buffer` : 'none waits for the log buffer',
        reason:
          state === 'good'
            ? 'No transaction had to wait for room in the log buffer.'
            : 'Transactions had to wait for room in the log buffer: innodb_log_buffer_size is too small. Above 0 is worth a look, one a second is bad.',
      });
    }),
};

export const redoSignals: readonly SignalDefinition[] = [checkpointAge, redoHour, logWaits];
