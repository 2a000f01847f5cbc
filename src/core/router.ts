import { implement, ORPCError } from '@orpc/server';
import { contract } from '../contract/contract.ts';
import { type Access, mayCall, type Role } from '../contract/roles.ts';
import { watchChanges } from './changes/feed.ts';
import type { Console } from './console.ts';
import { Refused } from './errors.ts';
import { publicError } from './failures.ts';
import type { Logger } from './log.ts';
import { memberHistory } from './members/history.ts';
import { getMember, searchMembers } from './members/search.ts';
import { exportRecord } from './record/export.ts';
import { listRecord } from './record/list.ts';
import { listStaff } from './staff/staff.ts';

export interface CallContext {
  readonly console: Console;
}

/** Every call passes here once: may this person make it? The database's grants refuse it again if not. */
const os = implement(contract)
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

export const router = os.router({
  session: {
    watch: os.session.watch.handler(({ context, signal }) => context.console.session.watch(signal)),
    signIn: os.session.signIn.handler(({ context, input }) => context.console.session.signIn(input)),
    migrate: os.session.migrate.handler(({ context }) => context.console.session.migrate()),
    signOut: os.session.signOut.handler(async ({ context }) => {
      await context.console.session.signOut();
      return {};
    }),
  },
  connections: {
    list: os.connections.list.handler(({ context: { console } }) => ({
      connections: console.connections.list(),
      keyChain: console.keyChain?.name ?? null,
    })),
    save: os.connections.save.handler(async ({ context, input }) => ({
      id: await context.console.session.save(input.id, input.details),
    })),
    remove: os.connections.remove.handler(async ({ context, input }) => {
      await context.console.session.forget(input.id);
      return {};
    }),
  },
  members: {
    search: os.members.search.handler(({ context, input, signal }) =>
      searchMembers(context.console.session.signedIn.database, input, signal),
    ),
    get: os.members.get.handler(({ context, input, signal }) =>
      getMember(context.console.session.signedIn.database, input.id, signal),
    ),
    history: os.members.history.handler(({ context, input, signal }) => {
      const { database, site } = context.console.session.signedIn;
      return memberHistory(database, site.contentKinds, input, signal);
    }),
  },
  record: {
    list: os.record.list.handler(({ context, input, signal }) =>
      listRecord(context.console.session.signedIn, input, signal),
    ),
    export: os.record.export.handler(({ context, input, signal }) =>
      exportRecord(context.console.session.signedIn, input.filter, context.console.exportsDir, signal),
    ),
  },
  staff: {
    list: os.staff.list.handler(async ({ context, signal }) => ({
      people: await listStaff(context.console.session.signedIn.database, signal),
    })),
  },
  changes: {
    watch: os.changes.watch.handler(async function* ({ context, signal }) {
      for await (const changes of watchChanges(context.console.session.signedIn.database, signal)) {
        yield { changes };
      }
    }),
  },
});
