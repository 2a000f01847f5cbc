import { failureOf, isDriverError } from '../../../database/errors.ts';

/** What was read, or a sentence that says why it was not, and how to have it. */
export type Known<T> = { readonly value: T } | { readonly why: string };

export function isKnown<T>(it: Known<T>): it is { readonly value: T } {
  return 'value' in it;
}

/**
 * Asks a procedure of `caretaker_audit`. What the server refuses of it is no reason to leave all else unread; a line that
 * is lost is thrown.
 */
export async function asked<T>(procedure: string, read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    const why = refusalOf(error, `caretaker_audit.${procedure}`);
    if (why === null) throw error;
    return { why };
  }
}

const noSuchProcedure = 1305;
const noSuchTable = 1146;
const connectAgain = 'A database administrator runs `npm run connect-site` again.';

function refusalOf(error: unknown, procedure: string): string | null {
  const failure = failureOf(error);
  if (failure === 'denied') return `This account may not call ${procedure}. ${connectAgain}`;
  if (failure === 'too-expensive') return `The server took too long over ${procedure}, so it was stopped.`;
  if (failure !== 'other' || !isDriverError(error) || error.errno === undefined) return null;
  if (error.errno === noSuchProcedure) return `The server does not have ${procedure}. ${connectAgain}`;
  if (error.errno === noSuchTable) return `This server does not have the table that ${procedure} reads.`;
  return `The server answered ${procedure} with its error ${error.errno}.`;
}

/** A number as the server writes it; null for what is none, is negative or is larger than can be told exactly. */
export function numberOf(text: unknown): number | null {
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const number = /^\d+(\.\d+)?$/.test(String(text)) ? Number(text) : Number.NaN;
  return number <= Number.MAX_SAFE_INTEGER ? number : null;
}
