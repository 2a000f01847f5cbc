import { type Role, roles } from '../../contract/roles.ts';

/** Privileges on one table, view or procedure, by role. What is not here, a role has not. */
export type Grants = Readonly<Record<string, Partial<Record<Role, string>>>>;

const everyone = (privileges: string) => Object.fromEntries(roles.map((role) => [role, privileges]));
const only = (privileges: string, ...those: Role[]) =>
  Object.fromEntries(those.map((role) => [role, privileges]));

/** Within the site contract. A name that ends in `*` stands for every view that begins so. */
export const siteGrants: Grants = {
  capability: everyone('SELECT'),
  member: only('SELECT', 'moderator', 'support', 'admin'),
  member_login: only('SELECT', 'moderator', 'support', 'admin'),
  'content_*': only('SELECT', 'moderator', 'support', 'admin'),
  activity: only('SELECT', 'moderator', 'support', 'admin'),
  report: only('SELECT', 'moderator', 'support', 'admin'),
  traffic_hour: only('SELECT', 'cto', 'admin'),
  growth_day: only('SELECT', 'cto', 'admin'),
  deploy: only('SELECT', 'cto', 'admin'),
};

export const siteProcedureGrants: Grants = {
  member_warn: only('EXECUTE', 'moderator', 'admin'),
  member_mute: only('EXECUTE', 'moderator', 'admin'),
  member_suspend: only('EXECUTE', 'moderator', 'admin'),
  member_ban: only('EXECUTE', 'moderator', 'admin'),
  member_restore: only('EXECUTE', 'moderator', 'admin'),
  member_rename: only('EXECUTE', 'moderator', 'support', 'admin'),
  member_sign_out_everywhere: only('EXECUTE', 'moderator', 'support', 'admin'),
  member_force_password_reset: only('EXECUTE', 'support', 'admin'),
  content_hide: only('EXECUTE', 'moderator', 'admin'),
  content_restore: only('EXECUTE', 'moderator', 'admin'),
  report_conversation: only('EXECUTE', 'moderator', 'admin'),
};

const entryColumns = 'INSERT (action, subject_kind, subject_id, detail, request_id)';

export const recordGrants: Grants = {
  entry: {
    ...everyone(entryColumns),
    ...only(`SELECT, ${entryColumns}`, 'cto', 'admin'),
  },
  own_entry: everyone('SELECT'),
};

/** Within the console's own schema, for those who are not admin; see `adminOnConsole`. */
export const consoleGrants: Grants = {
  staff: only('SELECT', 'moderator', 'support', 'cto'),
  change_feed: only('SELECT, INSERT (topic, subject_id), DELETE', 'moderator', 'support', 'cto'),
  job_lease: only('SELECT, INSERT, UPDATE', 'moderator', 'support', 'cto'),
  migration: only('SELECT', 'moderator', 'support', 'cto'),
};

/** An admin migrates the console's schema and grants what it holds to the other roles. */
export const adminOnConsole =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON caretaker.* TO caretaker_admin WITH GRANT OPTION';

export function roleAccount(role: Role): string {
  return `caretaker_${role}`;
}

/**
 * The GRANT statements for what exists in `schema`: a site lacks what it does not support, and a grant on a
 * name that does not exist would fail.
 */
export function grantStatements(
  schema: string,
  grants: Grants,
  existing: readonly string[],
  kind: '' | 'PROCEDURE ' = '',
): string[] {
  return Object.entries(grants).flatMap(([pattern, byRole]) =>
    existing
      .filter((name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))
      .flatMap((name) =>
        Object.entries(byRole).map(
          ([role, privileges]) =>
            `GRANT ${privileges} ON ${kind}\`${schema}\`.\`${name}\` TO ${roleAccount(role as Role)}`,
        ),
      ),
  );
}
