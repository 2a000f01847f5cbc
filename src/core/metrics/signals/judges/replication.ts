import { gradeOf, isUnread, type Judgement, judged, type SignalDefinition, unknown } from '../judgement.ts';
import type { Readings, Replica } from '../readings.ts';
import { agoWords, counted } from '../words.ts';

const lag: SignalDefinition = {
  id: 'replication-lag',
  number: 26,
  name: 'Replication lag',
  group: 'replication',
  unit: 'seconds',
  place: 'database',
  series: ['replication_lag'],
  bySeries: false,
  limits:
    'From 10 s readers see what is no longer so; a minute is bad. NULL is not 0: replication has stopped.',
  source: ({ server }) =>
    `SHOW REPLICA STATUS, ${server.flavour === 'mariadb' ? 'Seconds_Behind_Master' : 'Seconds_Behind_Source'}, asked just now: of this server, and of the replica that the console reads from.`,
  judge: judgeLag,
};

function judgeLag(r: Readings): Judgement {
  if (isUnread(r.replicas)) return unknown(r.replicas.because, null);
  const { replicas } = r;
  if (replicas.length === 0) {
    return unknown('This server replicates from none, and the console reads from no replica.', {
      words:
        'The lag of a replica is told by the replica alone: give its address in the connection, or connect the Prometheus that watches it.',
      code: null,
    });
  }
  const stopped = replicas.find((it) => !isRunning(it));
  if (stopped !== undefined) {
    const errors =
      stopped.errors.length === 0 ? '' : ` The server’s error is ${stopped.errors.join(' and ')}.`;
    return judged('bad', {
      value: null,
      text: 'Replication has stopped',
      reason: `${whose(stopped)}from ${stopped.source}: receives ${stopped.receives}, applies ${stopped.applies}. The lag is NULL, which is not 0: it grows with every moment.${errors}`,
    });
  }
  const behind = Math.max(...replicas.map((it) => it.lagSeconds ?? 0));
  return judged(gradeOf(behind, 10, 60), {
    value: behind,
    text: behind === 0 ? 'none' : agoWords(behind),
    reason: `Replicates from ${replicas.length === 1 ? replicas[0]?.source : counted(replicas.length, 'source')}. 10 s are worth a look, a minute is bad.`,
  });
}

function whose({ isReadFrom }: Replica): string {
  return isReadFrom ? 'The replica that the console reads from, ' : 'This server, ';
}

/** Connecting for ever is not running: only then is there a lag at all. */
function isRunning(it: Replica): boolean {
  return it.receives === 'Yes' && it.applies === 'Yes' && it.lagSeconds !== null;
}

export const replicationSignals: readonly SignalDefinition[] = [lag];
