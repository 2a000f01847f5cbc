import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Cursor, PageLimit } from '../values.ts';
import { Deadlock, DeadlockId, DeadlockKinds, DeadlockPage, Fingerprint } from './locks/deadlocks.ts';
import { KillRequest, LockTree } from './locks/tree.ts';
import { metricsReaders } from './values.ts';

export const locks = {
  /** Who waits for whose row lock right now. */
  tree: procedure(metricsReaders).input(z.undefined()).output(LockTree),
  /** Once for a request id: `done` is false where it was done before. Recorded with who and why. */
  kill: procedure(['admin'])
    .input(KillRequest)
    .output(z.object({ done: z.boolean() })),
  deadlocks: {
    /** Those of the last 30 days by what they have in common. */
    kinds: procedure(metricsReaders).input(z.undefined()).output(DeadlockKinds),
    /** Newest first, of all or of one fingerprint. */
    list: procedure(metricsReaders)
      .input(
        z.object({
          fingerprint: Fingerprint.nullable().default(null),
          cursor: Cursor.nullable().default(null),
          limit: PageLimit,
        }),
      )
      .output(DeadlockPage),
    get: procedure(metricsReaders)
      .input(z.object({ id: DeadlockId }))
      .output(Deadlock),
  },
};
