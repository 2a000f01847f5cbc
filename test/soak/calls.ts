import { setTimeout as sleep } from 'node:timers/promises';
import type { FromDesk } from './protocol.ts';

/** How long a call is made again, with the same request, where the database does not answer. */
const patienceMs = 60_000;

/** Codes by which a call says no, and why; anything else is a fault. */
const refusals = ['CONFLICT', 'NOT_FOUND', 'INVALID_INPUT', 'TOO_EXPENSIVE'];

/**
 * Makes a call as a person does: what the database did not answer is asked again with the same request, as the
 * interface says it is, and a refusal is taken for an answer. Null where it was refused or failed.
 */
export async function ask<T>(
  say: (word: FromDesk) => void,
  call: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const began = performance.now();
  for (;;) {
    try {
      const result = await work();
      say({ say: 'answered', call, ms: performance.now() - began, refused: null });
      return result;
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      const isLost = code === 'UNAVAILABLE' && performance.now() - began < patienceMs;
      if (isLost) await sleep(100 + Math.random() * 200);
      else if (code !== undefined && refusals.includes(code)) {
        say({
          say: 'answered',
          call,
          ms: performance.now() - began,
          refused: `${code}: ${reasonOf(message)}`,
        });
        return null;
      } else {
        say({ say: 'failed', call, why: `${code}: ${message}` });
        return null;
      }
    }
  }
}

/** The sentence without names and numbers, so that alike reasons can be counted. */
function reasonOf(message = ''): string {
  const [sentence = ''] = message.split(/(?<=[.;:]) /);
  return sentence
    .replace(/\b[am]\d+\b|(Moderator|Agent|Member) \d+/gi, 'someone')
    .replace(/\d+ \w{3} \d{4}, \d\d:\d\d UTC/g, 'a moment')
    .replace(/\d+/g, 'n');
}
