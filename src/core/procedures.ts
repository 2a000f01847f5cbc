import { implement, ORPCError } from '@orpc/server';
import { contract } from '../contract/contract.ts';
import { type Access, mayCall, type Role } from '../contract/roles.ts';
import type { Console } from './console.ts';
import { Refused } from './errors.ts';
import { publicError } from './failures.ts';
import type { Logger } from './log.ts';

export interface CallContext {
  readonly console: Console;
}

/** Every call passes here once: may this person make it? The database's grants refuse it again if not. */
export const os = implement(contract)
  .$context<CallContext>()
  .use(async ({ context: { console }, procedure, next }) => {
    try {
      checkAccess(procedure['~orpc'].meta.access, console.session.current?.person.role ?? null);
      const result = await next();
      if (isStream(result.output)) result.output = guarded(result.output, console.log);
      return result;
    } catch (error) {
      throw publicError(error, console.log);
    }
  });

/**
 * For the handlers of both hosts. Whatever a procedure throws was told in the contract's codes above, so what else
 * fails here is an input that could not even be read.
 */
export function handlerOptions(log: Logger) {
  return {
    interceptors: [
      async <T>(call: { next(): Promise<T> }): Promise<T> => {
        try {
          return await call.next();
        } catch (error) {
          throw error instanceof ORPCError ? error : publicError(unreadable, log);
        }
      },
    ],
  };
}

const unreadable = new Refused('INVALID_INPUT', 'The request could not be read. Nothing was changed.');

function checkAccess(access: Access, role: Role | null): void {
  if (mayCall(access, role)) return;
  if (role === null) throw new Refused('NOT_SIGNED_IN', 'Nobody is signed in. Sign in and try again.');
  throw new Refused('FORBIDDEN', 'Your role does not allow this. An administrator can change your role.');
}

function isStream(output: unknown): output is AsyncGenerator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

/** A stream that fails in the middle does so outside of the call that began it. */
async function* guarded(stream: AsyncGenerator<unknown>, log: Logger): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } catch (error) {
    throw publicError(error, log);
  }
}
