import { client } from '../../../../../transport/client.ts';
import { type Failure, failureOf } from '../../../../../transport/failure.ts';
import { keyOf, readPen, writePen } from './pen.ts';
import { isEmpty, isSaved, type PenName } from './written.ts';

/** How long typing may rest in the window before it is on its way, in milliseconds: half of what is promised. */
const rest = 1000;
/** How long after a failure it is tried again. */
const again = 2000;

interface Saver {
  timer?: ReturnType<typeof setTimeout> | undefined;
  underWay?: Promise<void> | undefined;
  failure: Failure | null;
}

const savers = new Map<string, Saver>();
const listeners = new Set<() => void>();

/** Sees to it that what is written stands in the database soon. */
export function saveSoon(name: PenName, wait = rest): void {
  const saver = saverOf(name);
  if (isSaved(readPen(name))) return;
  saver.timer ??= setTimeout(() => {
    saver.timer = undefined;
    void saveNow(name);
  }, wait);
}

/** Writes what is not in the database yet, after what is already on its way. */
export async function saveNow(name: PenName): Promise<void> {
  const saver = saverOf(name);
  clearTimeout(saver.timer);
  saver.timer = undefined;
  while (saver.underWay !== undefined) await saver.underWay;
  if (isSaved(readPen(name)) || readPen(name).sent !== null) return;
  saver.underWay = save(name, saver).finally(() => {
    saver.underWay = undefined;
  });
  await saver.underWay;
  tell();
  if (!isSaved(readPen(name)) && isWorthTrying(saver.failure)) {
    saveSoon(name, saver.failure === null ? rest : again);
  }
}

/** Waits for what is on its way, and begins nothing: what is sent takes its draft away itself. */
export async function stopSaving(name: PenName): Promise<void> {
  const saver = saverOf(name);
  clearTimeout(saver.timer);
  saver.timer = undefined;
  await saver.underWay;
}

async function save(name: PenName, saver: Saver): Promise<void> {
  const written = readPen(name);
  const sequence = Math.max(written.sequence + 1, Math.floor(Date.now() / 1000));
  try {
    const { sequence: kept, savedAt } = await client.tickets.saveDraft({
      ticketId: name.ticketId,
      kind: name.kind,
      owner: name.user,
      body: isEmpty(written) ? '' : written.body,
      attachments: written.attachments.map(({ id }) => id),
      shared: written.shared,
      sequence,
    });
    saver.failure = null;
    const now = readPen(name);
    // Where something newer stands by the clock of another console, this was not kept: once more, as the newest.
    writePen(name, { ...now, saved: kept === sequence ? written.edits : now.saved, sequence: kept, savedAt });
  } catch (error) {
    saver.failure = failureOf(error);
    // A newer one may stand there: the next is to be newer still.
    writePen(name, { ...readPen(name), sequence });
  }
}

/** Why the last try failed; null where it did not. */
export function failureOfSaving(name: PenName): Failure | null {
  return saverOf(name).failure;
}

export function subscribeSaving(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where nobody is signed in, or not who wrote, trying again is for when they are. */
function isWorthTrying(failure: Failure | null): boolean {
  return failure === null || failure.code === 'UNAVAILABLE' || failure.code === 'INTERNAL';
}

function saverOf(name: PenName): Saver {
  const key = keyOf(name);
  const saver = savers.get(key) ?? { failure: null };
  savers.set(key, saver);
  return saver;
}

function tell(): void {
  for (const listener of listeners) listener();
}
