import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';
import { Utc } from './values.ts';

/** What NIST SP 800-63B asks for at the least. */
export const shortestPassword = 8;

export const OwnSession = z.object({
  id: z.uuid(),
  /** Where the console runs: host name and system, as it says itself. */
  where: z.string(),
  signedInAt: Utc,
  lastSeenAt: Utc,
  isThis: z.boolean(),
});
export type OwnSession = z.infer<typeof OwnSession>;

/** One's own account. */
export const account = {
  /** FORBIDDEN where `current` is wrong. The account's other sessions end. */
  changePassword: procedure('signed-in')
    .input(
      z.object({
        current: z.string().min(1).max(500),
        next: z.string().min(shortestPassword, `at least ${shortestPassword} characters`).max(500),
      }),
    )
    .output(z.object({})),
  /** The consoles on which one is signed in, this one first. */
  sessions: procedure('signed-in')
    .input(nothing)
    .output(z.object({ sessions: z.array(OwnSession) })),
  /** Signs out there, within 2 seconds of its console being reached. */
  endSession: procedure('signed-in')
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
};
