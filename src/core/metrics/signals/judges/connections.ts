import { fromSamples, type Judgement, judged, type SignalDefinition, unknown } from '../judgement.ts';
import type { Readings, Recent } from '../readings.ts';
import { counted, digits, percent, rate } from '../words.ts';

/** The share of the allowed connections from which there is no room for a rush. */
const nearlyAll = 0.85;

const connections: SignalDefinition = {
  id: 'connections',
  number: 6,
  name: 'Connections',
  group: 'connections',
  unit: 'ratio',
  place: 'database',
  series: ['connected', 'max_connections', 'max_used'],
  bySeries: true,
  limits: '85% of max_connections leaves no room for a rush; at 100% the next client is refused.',
  source: () =>
    'Max_used_connections / max_connections; Threads_connected / max_connections is what counts now.',
  judge: (r) =>
    fromSamples(
      r,
      ['connected', 'max_connections', 'max_used'],
      ({ connected, max_connections: allowed, max_used: most }) => {
        if (allowed.last <= 0) return unknown('The server told no max_connections.', null);
        const now = connected.high / allowed.last;
        const ever = most.last / allowed.last;
        const state = now >= nearlyAll ? 'bad' : ever >= nearlyAll ? 'watch' : 'good';
        return judged(state, {
          value: ever,
          text: `${digits(connected.last)} of ${digits(allowed.last)} now, at most ${digits(most.last)} (${percent(ever)})`,
          reason:
            state === 'bad'
              ? `${percent(now)} of the connections were taken within five minutes; 85% is where room for a rush ends.`
              : state === 'watch'
                ? `At one moment since the server started ${percent(ever)} were taken; 85% is where room for a rush ends. Just now it is ${percent(now)}.`
                : `At no moment since the server started were more than ${percent(ever)} taken; 85% is where room for a rush ends.`,
        });
      },
    ),
};

/** Aborted connections of all, from which on experts look for the client; and how many say nothing as a share. */
const abortedShare = 0.03;
const fewConnections = 100;

const refused: SignalDefinition = {
  id: 'refused',
  number: 7,
  name: 'Refused and aborted',
  group: 'connections',
  unit: 'per-second',
  place: 'database',
  series: ['refused', 'aborted_connects', 'aborted_clients', 'connected', 'max_used', 'max_connections'],
  bySeries: false,
  limits: 'One refused connection is one too many. From 3% aborted, some client drops its connections.',
  source: ({ server }) =>
    server.flavour === 'mysql'
      ? 'Δ Connection_errors_max_connections; (Aborted_clients + Aborted_connects) / Connections since the start.'
      : 'Δ Connection_errors_max_connections, which stays 0 on MariaDB 10.11, so Δ Aborted_connects while max_connections is reached too; (Aborted_clients + Aborted_connects) / Connections since the start.',
  judge: (r) =>
    fromSamples(
      r,
      ['refused', 'aborted_clients', 'aborted_connects', 'connected', 'max_used', 'max_connections'],
      (of) => judgeRefused(r, of) ?? judgeAborted(r, of),
    ),
};

type Counted = Readonly<
  Record<
    'refused' | 'aborted_clients' | 'aborted_connects' | 'connected' | 'max_used' | 'max_connections',
    Recent
  >
>;

/** Null where none was refused. */
function judgeRefused({ server }: Readings, of: Counted): Judgement | null {
  const { refused: told, aborted_connects: failed, max_connections: allowed } = of;
  if (told.high > 0) {
    return judged('bad', {
      value: told.mean,
      text: `${rate(told.mean)} refused`,
      reason: 'Clients were refused within five minutes because max_connections was reached. Above 0 is bad.',
    });
  }
  // MariaDB counts whom it refuses as a sign-in that failed, and leaves the counter for it at 0.
  if (server.flavour === 'mysql' || failed.high === 0 || of.max_used.last < allowed.last) return null;
  const isFull = of.connected.high >= allowed.last || of.max_used.high > of.max_used.low;
  return judged(isFull ? 'bad' : 'watch', {
    value: failed.mean,
    text: `${rate(failed.mean)} ${isFull ? '' : 'perhaps '}refused`,
    reason: isFull
      ? `All ${digits(allowed.last)} connections were taken within five minutes, and others could not be made. Above 0 is bad.`
      : `Connections could not be made within five minutes, and all ${digits(allowed.last)} were taken at some moment since the start: MariaDB does not tell who was refused from who had a wrong password.`,
  });
}

function judgeAborted({ status }: Readings, of: Counted): Judgement {
  const made = status.get('Connections') ?? 0;
  const aborted = (status.get('Aborted_clients') ?? 0) + (status.get('Aborted_connects') ?? 0);
  if (made === 0) return unknown('The server did not tell how many connections were made.', null);
  const share = aborted / made;
  const goesOn = of.aborted_clients.high > 0 || of.aborted_connects.high > 0;
  const isMuch = share >= abortedShare && made >= fewConnections;
  const about =
    made < fewConnections
      ? 'too few to tell by their share'
      : `3% is worth a look${isMuch && !goesOn ? '; none in the last five minutes' : ''}`;
  return judged(isMuch ? 'watch' : 'good', {
    value: of.refused.mean,
    text: `none refused, ${digits(aborted)} of ${digits(made)} aborted`,
    reason: `${counted(aborted, 'connection')} (${percent(share)}) since the start ended without a good-bye or were never made: ${about}.`,
  });
}

export const connectionSignals: readonly SignalDefinition[] = [connections, refused];
