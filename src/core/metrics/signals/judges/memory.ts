import { fromSamples, gradeOf, judged, type SignalDefinition, unknown } from '../judgement.ts';
import { isOn, type Readings } from '../readings.ts';
import { bytes, digits, percent, rate } from '../words.ts';
import { innodbCounter, type Missing } from './turning-on.ts';

/** Fewer than so many a second say nothing as a share. */
const fewPages = 1;

const poolMiss: SignalDefinition = {
  id: 'pool-miss',
  number: 8,
  name: 'Buffer pool miss',
  group: 'memory',
  unit: 'ratio',
  place: 'database',
  series: ['pool_reads', 'pool_requests'],
  bySeries: true,
  limits: 'From 5% of the page requests read from disk the pool is small for what is read; 15% is bad.',
  source: () => 'Δ Innodb_buffer_pool_reads / Δ Innodb_buffer_pool_read_requests.',
  judge: (r) =>
    fromSamples(r, ['pool_reads', 'pool_requests'], ({ pool_reads: reads, pool_requests: requests }) => {
      if (requests.mean < fewPages) {
        return unknown(
          `Only ${rate(requests.mean)} pages were asked for in five minutes: too few for a share that means anything.`,
          null,
          { text: `${rate(requests.mean)} asked for` },
        );
      }
      const share = Math.min(1, reads.mean / requests.mean);
      return judged(gradeOf(share, 0.05, 0.15), {
        value: share,
        text: `${percent(share)} from disk, of ${rate(requests.mean)}`,
        reason: '5% of page requests that go to disk are worth a look, 15% are bad.',
      });
    }),
};

const poolPressure: SignalDefinition = {
  id: 'pool-pressure',
  number: 9,
  name: 'Buffer pool pressure',
  group: 'memory',
  unit: 'per-second',
  place: 'database',
  series: ['pool_wait_free', 'pool_size'],
  bySeries: true,
  limits:
    'A statement that waits for a free page waits for the disk: above 0 is worth a look, one a second is bad.',
  source: () => 'Δ Innodb_buffer_pool_wait_free.',
  judge: (r) =>
    fromSamples(r, ['pool_wait_free'], ({ pool_wait_free: waits }) => {
      const state = waits.high > 0 ? gradeOf(waits.mean, 0, 1) : 'good';
      return judged(state, {
        value: waits.mean,
        text: waits.high > 0 ? `${rate(waits.mean)} wait for a page` : 'none waits for a page',
        reason:
          state === 'good'
            ? 'No statement had to wait until a page was written to free its place.'
            : 'Statements had to wait until a page was written to free its place: the pool is too small, or the disk too slow. Above 0 is worth a look, one a second is bad.',
      });
    }),
};

const dirtyPages: SignalDefinition = {
  id: 'dirty-pages',
  number: 10,
  name: 'Dirty pages',
  group: 'memory',
  unit: 'ratio',
  place: 'database',
  series: ['pool_dirty', 'pool_data'],
  bySeries: true,
  limits: 'From 70% of the pool not yet written the server begins to write in haste; 90% is bad.',
  source: () => 'Innodb_buffer_pool_bytes_dirty / Innodb_buffer_pool_bytes_data.',
  judge: (r) =>
    fromSamples(r, ['pool_dirty', 'pool_data'], ({ pool_dirty: dirty, pool_data: data }) => {
      if (data.last <= 0) return unknown('The server told no pages in its buffer pool.', null);
      const share = Math.min(1, dirty.last / data.last);
      return judged(gradeOf(share, 0.7, 0.9), {
        value: share,
        text: `${percent(share)}, ${bytes(dirty.last)} to be written`,
        reason: 'From 70% the server begins to write in haste, from 90% statements wait for it.',
      });
    }),
};

const hashMiss: SignalDefinition = {
  id: 'hash-miss',
  number: 20,
  name: 'Adaptive hash miss',
  group: 'memory',
  unit: 'ratio',
  place: 'database',
  series: ['hash_hits', 'hash_misses'],
  bySeries: true,
  limits:
    'From 20% of the searches that miss, the hash index is not worth much; from 50% it costs more than it gives.',
  source: ({ server }) =>
    server.flavour === 'mariadb'
      ? '1 − Δ Innodb_adaptive_hash_hash_searches / (that + Δ Innodb_adaptive_hash_non_hash_searches).'
      : '1 − Δ adaptive_hash_searches / (that + Δ adaptive_hash_searches_btree) of INNODB_METRICS.',
  judge: (r) => {
    const off = hashIndexOff(r);
    if (off !== null) return unknown(off.because, off.turnOn);
    return fromSamples(
      r,
      ['hash_hits', 'hash_misses'],
      ({ hash_hits: hits, hash_misses: misses }) => {
        const searches = hits.mean + misses.mean;
        if (searches < fewPages) {
          return unknown(`Only ${rate(searches)} searches in five minutes: too few for a share.`, null, {
            text: `${rate(searches)} searches`,
          });
        }
        const share = misses.mean / searches;
        return judged(gradeOf(share, 0.2, 0.5), {
          value: share,
          text: `${percent(share)} of ${digits(searches)} searches a second`,
          reason:
            'From 20% that miss the hash index gives little, from 50% it costs more than it gives and is better off.',
        });
      },
      () => innodbCounter('module_adaptive_hash', 'Searches are not counted'),
    );
  },
};

function hashIndexOff({ variables }: Readings): Missing | null {
  if (isOn(variables.get('innodb_adaptive_hash_index'))) return null;
  return {
    because: 'innodb_adaptive_hash_index is off, as is usual: there is no hash index that could miss.',
    turnOn: {
      words: 'Most servers do better without it. To try it, no restart is needed:',
      code: 'SET GLOBAL innodb_adaptive_hash_index = ON;',
    },
  };
}

export const memorySignals: readonly SignalDefinition[] = [poolMiss, poolPressure, dirtyPages, hashMiss];
