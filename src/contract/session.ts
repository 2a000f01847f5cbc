import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ConnectionId } from './connections.ts';
import { nothing, procedure } from './procedure.ts';
import { Role } from './roles.ts';
import { UserName, Utc } from './values.ts';

/** Why a sign-in was refused; each has a message of its own that says what to do. */
export const refusals = [
  'wrong-password',
  'no-such-host',
  'not-answering',
  'tls-refused',
  'server-too-old',
  'not-installed',
  'installation-too-old',
  'contract-missing',
  'contract-incomplete',
  'no-role',
  'console-too-old',
] as const;
export const Refusal = z.enum(refusals);
export type Refusal = z.infer<typeof Refusal>;

export const PendingMigration = z.object({ id: z.string(), title: z.string() });
export type PendingMigration = z.infer<typeof PendingMigration>;

export const SignInResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('signed-in') }),
  z.object({
    outcome: z.literal('refused'),
    reason: Refusal,
    /** What happened, in a sentence. */
    message: z.string(),
    /** What to do about it, in a sentence or two. */
    advice: z.string(),
  }),
  /** The console's tables are older than this console. An admin is asked; others are told whom to ask. */
  z.object({
    outcome: z.literal('migration-needed'),
    pending: z.array(PendingMigration),
    mayMigrate: z.boolean(),
    /** A migration that was stopped half way, to be finished first. */
    unfinished: z.string().nullable(),
  }),
]);
export type SignInResult = z.infer<typeof SignInResult>;

export const Person = z.object({ user: UserName, name: z.string(), role: Role });
export type Person = z.infer<typeof Person>;

/** Whether the database answers: `lost` within 3 s of the line being cut or stalling. */
export const Link = z.object({
  state: z.enum(['up', 'lost']),
  since: Utc,
  /** When the database last answered. */
  lastAnswer: Utc,
});
export type Link = z.infer<typeof Link>;

export const SessionState = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('signed-out'),
    /** Why, in a sentence, where the person did not sign out themselves. */
    notice: z.string().optional(),
  }),
  z.object({
    status: z.literal('signed-in'),
    person: Person,
    connection: z.object({ id: ConnectionId, name: z.string(), server: z.string() }),
    site: z.object({ name: z.string(), contentKinds: z.array(z.string()), procedures: z.array(z.string()) }),
    signedInAt: Utc,
    link: Link,
  }),
]);
export type SessionState = z.infer<typeof SessionState>;

export const MigrationProgress = z.object({
  done: z.int(),
  total: z.int(),
  /** The migration under way, or null when all are done and the person is signed in. */
  current: PendingMigration.nullable(),
});

export const session = {
  /** The state now, then each change of it, until the caller leaves. */
  watch: procedure('anyone').input(nothing).output(eventIterator(SessionState)),
  signIn: procedure('anyone')
    .input(
      z.object({
        connectionId: ConnectionId,
        user: UserName,
        /** Null to use the kept password, or the demo person's own. */
        password: z.string().max(500).nullable(),
        /** Keep the password in the system's key chain. */
        keep: z.boolean().default(false),
      }),
    )
    .output(SignInResult),
  /** Applies what `signIn` reported as pending, then signs in. Only for an admin, only after being asked. */
  migrate: procedure('anyone').input(nothing).output(eventIterator(MigrationProgress)),
  signOut: procedure('anyone').input(nothing).output(z.object({})),
};
