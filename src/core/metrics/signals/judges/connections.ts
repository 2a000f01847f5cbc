import { fromSamples, judged, type SignalDefinition, unknown } from '../judgement.ts';
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

/** Aborted connections of all, from which on experts look for the client. */
const abortedShare = 0.03;

const refused: SignalDefinition = {
  id: 'refused',
  number: 7,
  name: 'Refused and aborted',
  group: 'connections',
  unit: 'per-second',
  place: 'database',
  series: ['refused', 'aborted_clients', 'aborted_connects'],
  bySeries: false,
  limits: 'One refused connection is one too many. From 3% aborted, some client drops its connections.',
  source: () =>
    'Δ Connection_errors_max_connections; (Aborted_clients + Aborted_connects) / Connections since the start.',
  judge: (r) =>
    fromSamples(
      r,
      ['refused', 'aborted_clients', 'aborted_connects'],
      ({ refused: turned, aborted_clients: clients, aborted_connects: connects }) => {
        if (turned.high > 0) {
          return judged('bad', {
            value: turned.mean,
            text: `${rate(turned.mean)} refused`,
            reason:
              'Clients were refused within five minutes because max_connections was reached. Above 0 is bad.',
          });
        }
        const made = r.status.get('Connections') ?? 0;
        const aborted = (r.status.get('Aborted_clients') ?? 0) + (r.status.get('Aborted_connects') ?? 0);
        if (made === 0) return unknown('The server did not tell how many connections were made.', null);
        const share = aborted / made;
        const goesOn = clients.high > 0 || connects.high > 0;
        const isMuch = share >= abortedShare && made >= 100;
        const text = `none refused, ${percent(share)} aborted`;
        const told = `${counted(aborted, 'connection')} of ${digits(made)} since the start ended without a good-bye or were never made`;
        return judged(isMuch ? 'watch' : 'good', {
          value: turned.mean,
          text,
          reason: `${told}; 3% is worth a look.${isMuch && !goesOn ? ' None in the last five minutes.' : ''}`,
        });
      },
    ),
};

export const connectionSignals: readonly SignalDefinition[] = [connections, refused];
