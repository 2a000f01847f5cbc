import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';
import { memberReaders } from './roles.ts';
import { Utc } from './values.ts';

/** What the directory took from the site since the build began, and how long the site worked for it. */
export const DirectoryCost = z.object({ statements: z.int(), rows: z.int(), seconds: z.number() });

export const DirectoryState = z.object({
  phase: z.enum(['building', 'paused', 'ready']),
  /** What is read at present: members, then sign-ins, then reports. */
  part: z.enum(['members', 'logins', 'reports']).nullable(),
  /** 0 to 1 over all parts. */
  share: z.number().min(0).max(1),
  /** Rows of the present part, of members when all is built. `total` is an estimate, from the ids. */
  done: z.int(),
  total: z.int(),
  secondsLeft: z.int().nullable(),
  pausedBy: z.string().nullable(),
  /** Everything the site committed before this is in the directory; null while it is built. */
  freshAt: Utc.nullable(),
  cost: DirectoryCost,
});
export type DirectoryState = z.infer<typeof DirectoryState>;

export const directory = {
  /** The state now, then each change of it, at most one a second. */
  watch: procedure(memberReaders).input(nothing).output(eventIterator(DirectoryState)),
  /** Stops the build for everyone until it is resumed; what is built stays. */
  pause: procedure(memberReaders).input(nothing).output(z.object({})),
  resume: procedure(memberReaders).input(nothing).output(z.object({})),
  /** Reads everything anew, over what is there: searches go on meanwhile. */
  rebuild: procedure(['admin']).input(nothing).output(z.object({})),
};
