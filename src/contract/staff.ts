import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';
import { Role } from './roles.ts';
import { Person } from './session.ts';
import { EntryId, UserName, Utc } from './values.ts';

export const Team = z.object({ id: EntryId, name: z.string(), people: z.int() });
export type Team = z.infer<typeof Team>;

export const StaffMember = Person.extend({
  /** What members see instead of the name; null for the name of the team. */
  pseudonym: z.string().nullable(),
  teams: z.array(EntryId),
  addedAt: Utc,
  /** Former staff stay on the list, so that the record keeps its names. */
  removedAt: Utc.nullable(),
});
export type StaffMember = z.infer<typeof StaffMember>;

/** An account name that MySQL and MariaDB both take, and that needs no care in a statement. */
export const AccountName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/, 'small letters, digits, dot, dash and underscore; 2 to 32 of them');

export const StaffDetails = z.object({
  user: AccountName,
  name: z.string().trim().min(1, 'give the name').max(120),
  role: Role,
  pseudonym: z.string().trim().min(1).max(80).nullable(),
  teams: z.array(EntryId).max(50),
});
export type StaffDetails = z.infer<typeof StaffDetails>;

/** Of someone who is on the staff already, whose account may have been made by other hands and rules. */
export const PersonDetails = StaffDetails.extend({ user: UserName });
export type PersonDetails = z.infer<typeof PersonDetails>;

/** What a database administrator is to be given the SQL for. */
export const StaffWish = z.discriminatedUnion('wish', [
  z.object({ wish: z.literal('add'), details: StaffDetails }),
  z.object({ wish: z.literal('change-role'), user: UserName, role: Role }),
  z.object({ wish: z.literal('reset-password'), user: UserName }),
  z.object({ wish: z.literal('remove'), user: UserName }),
]);
export type StaffWish = z.infer<typeof StaffWish>;

export const TeamName = z.string().trim().min(1, 'give it a name').max(60);

export const staff = {
  /** Everyone who has ever had an account of the console, by name. A team is small: at most 500. */
  list: procedure('signed-in')
    .input(nothing)
    .output(
      z.object({
        people: z.array(StaffMember),
        teams: z.array(Team),
        /**
         * Whether the console may make and change database accounts here; else it gives the statements to copy. Names,
         * pseudonyms and teams it may change in any case.
         */
        makesAccounts: z.boolean(),
      }),
    ),
  /** Makes the database account with its role. The password is shown once, and is to be changed by its owner. */
  add: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), details: StaffDetails }))
    .output(z.object({ password: z.string() })),
  /**
   * The account of `details.user` gets this role, name, pseudonym and teams. Nobody takes the last admin's role, or
   * changes their own. CONFLICT where someone changed the person since `seen`.
   */
  change: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), details: PersonDetails, seen: PersonDetails }))
    .output(z.object({})),
  /** Removes the database account and ends its sessions; what they did stays on record. */
  remove: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), user: UserName }))
    .output(z.object({})),
  resetPassword: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), user: UserName }))
    .output(z.object({ password: z.string() })),
  /** The same as SQL for a database administrator, with the password it sets. Nothing is changed or recorded. */
  statements: procedure(['admin'])
    .input(StaffWish)
    .output(z.object({ sql: z.string(), password: z.string().nullable() })),
  saveTeam: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), id: EntryId.nullable(), name: TeamName }))
    .output(z.object({ id: EntryId })),
  removeTeam: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), id: EntryId }))
    .output(z.object({})),
};
