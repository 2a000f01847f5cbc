import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../../src/core/log.ts';
import { testConsole } from '../support/calls.ts';
import type { Begin, Day, Deed, FromDesk, Seat, ToDesk, Work } from './protocol.ts';
import { moderate } from './reports/moderator.ts';
import { attend } from './tickets/agent.ts';

/**
 * A process in which some people work, each with a console, connections and calls of their own. It is killed at any
 * moment, with all that it has under way; what it said before that it had been told holds all the same.
 */
const days: Record<Work, (day: Day<Deed>) => Promise<void>> = { reports: moderate, tickets: attend };

const stopping = new AbortController();

function say(word: FromDesk): void {
  process.send?.(word);
}

process.on('disconnect', () => process.exit(1));
process.on('message', (word: ToDesk) => {
  if (word.say === 'stop') stopping.abort();
  else
    void begin(word).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
});

async function begin(o: Begin): Promise<void> {
  await using consoles = new AsyncDisposableStack();
  const clients = await Promise.all(
    o.seats.map(async (seat) => {
      const { client } = consoles.use(await testConsole(null, createLog({ level: 'error' })));
      return { client, seat, isIn: await signIn(client, o, seat) };
    }),
  );
  // Started anew at the end of the day.
  if (clients.some(({ isIn }) => !isIn)) return;
  say({ say: 'at work' });
  await Promise.all(
    clients.map(({ client, seat }) =>
      days[o.work]({
        client,
        colleagues: o.colleagues.filter((user) => user !== seat.user),
        signal: stopping.signal,
        say,
        told: (told) => say({ say: 'told', by: seat.user, told }),
      }),
    ),
  );
}

type Client = Awaited<ReturnType<typeof testConsole>>['client'];

/** The database may just be starting again. False where the day was over before that. */
async function signIn(client: Client, { host, port }: Begin, { user, password }: Seat): Promise<boolean> {
  const details = { name: 'Soak', host, port, tls: 'off' as const, ca: null, replica: null };
  const { id: connectionId } = await client.connections.save({ id: null, details });
  for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
    const result = await client.session.signIn({ connectionId, user, password });
    if (result.outcome === 'signed-in') return true;
    if (attempt === 60) throw new Error(`${user} could not sign in: ${JSON.stringify(result)}`);
    await sleep(500);
  }
  return false;
}
