import { memberActions } from '../../contract/members/actions.ts';
import { memberReaders, type Role, roles } from '../../contract/roles.ts';
import { metricGrants } from './metric-grants.ts';
import { ticketGrants, ticketSiteGrants, ticketSiteProcedureGrants } from './ticket-grants.ts';

/** Privileges on one table, view or procedure, by role. What is not here, a role has not. */
export type Grants = Readonly<Record<string, Partial<Record<Role, string>>>>;

const everyone = (privileges: string) => Object.fromEntries(roles.map((role) => [role, privileges]));
const only = (privileges: string, ...those: Role[]) =>
  Object.fromEntries(those.map((role) => [role, privileges]));

/** Within the site contract. A name that ends in `*` stands for every view that begins so. */
export const siteGrants: Grants = {
  capability: everyone('SELECT'),
  member: only('SELECT', ...memberReaders),
  member_login: only('SELECT', ...memberReaders),
  'content_*': only('SELECT', ...memberReaders),
  member_action: only('SELECT', ...memberReaders),
  member_rename: only('SELECT', ...memberReaders),
  activity: only('SELECT', ...memberReaders),
  report: only('SELECT', ...memberReaders),
  ...ticketSiteGrants,
  traffic_hour: only('SELECT', 'cto', 'admin'),
  growth_day: only('SELECT', 'cto', 'admin'),
  deploy: only('SELECT', 'cto', 'admin'),
};

export const siteProcedureGrants: Grants = {
  ...Object.fromEntries(
    Object.values(memberActions).map((action) => [action.procedure, only('EXECUTE', ...action.roles)]),
  ),
  notify_member: only('EXECUTE', ...memberReaders),
  ...ticketSiteProcedureGrants,
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
  own_session: everyone('SELECT, INSERT, UPDATE (last_seen_at, ended_at), DELETE'),
  installed: everyone('SELECT'),
  member_note: only(
    'SELECT, INSERT (member_id, body, request_id), UPDATE (body, pinned, removed_at)',
    ...memberReaders,
  ),
};

/** Where the console makes the accounts of the staff; see install-accounts.sql. */
export const accountProcedureGrants: Grants = {
  staff_account_add: only('EXECUTE', 'admin'),
  staff_account_set_role: only('EXECUTE', 'admin'),
  staff_account_set_password: only('EXECUTE', 'admin'),
  staff_account_remove: only('EXECUTE', 'admin'),
};

/** Within the console's own schema, for those who are not admin; see `adminOnConsole`. */
export const consoleGrants: Grants = {
  staff: only('SELECT', 'moderator', 'support', 'cto'),
  team: only('SELECT', 'moderator', 'support', 'cto'),
  team_person: only('SELECT', 'moderator', 'support', 'cto'),
  change_feed: only('SELECT, INSERT (topic, subject_id), DELETE', 'moderator', 'support', 'cto'),
  job_lease: only('SELECT, INSERT, UPDATE', 'moderator', 'support', 'cto'),
  migration: only('SELECT', 'moderator', 'support', 'cto'),
  saved_view: only(
    'SELECT, INSERT (owner, workspace, name, shared, address), UPDATE (name, shared, address), DELETE',
    'moderator',
    'support',
    'cto',
  ),
  member_directory: only('SELECT, INSERT, UPDATE, DELETE', 'moderator', 'support'),
  member_part: only('SELECT, INSERT, DELETE', 'moderator', 'support'),
  member_address: only('SELECT, INSERT, UPDATE, DELETE', 'moderator', 'support'),
  member_device: only('SELECT, INSERT, UPDATE, DELETE', 'moderator', 'support'),
  // Not which part a row is of: without its three rows nobody is told how the directory stands.
  directory_part: only(
    'SELECT, UPDATE (turn, build_lowest, build_from, build_below, built_rows, built_seconds, built_at, new_after_id, new_after_at, swept_up_to, fresh_at, statements, rows_read, seconds)',
    'moderator',
    'support',
  ),
  directory_pause: only('SELECT, UPDATE', 'moderator', 'support'),
  directory_taken: only('SELECT, INSERT, DELETE', 'moderator', 'support'),
  member_turn: only('SELECT, INSERT, UPDATE', 'moderator', 'support'),
  // Not the columns `at` and `actor`: the server fills those in.
  member_decision: only(
    'SELECT, INSERT (request_id, run_id, member_id, action, reason, until, before_state, after_state)',
    'moderator',
    'support',
  ),
  member_undo: only('SELECT, INSERT (decision_id, request_id, banned_at)', 'moderator', 'support'),
  // Not what a message says, and to whom, once it is written.
  outbox: only(
    'SELECT, INSERT (request_id, member_id, decision_id, report_decision_id, ticket_message_id, body, due_at), UPDATE (state, due_at, tries, last_error, done_at)',
    'moderator',
    'support',
  ),
  policy: only('SELECT', 'moderator'),
  policy_version: only('SELECT', 'moderator'),
  report_weights: only('SELECT', 'moderator'),
  report_preset: only('SELECT', 'moderator'),
  // Not its number, nor what it is about: else one update could use up the numbers, or have evidence prove something else.
  report_case: only(
    'SELECT, INSERT (subject_kind, subject_id, author_id, policy_id, excerpt, has_media, reasons, language, opened_at, last_report_at, reports, reporters, believed, reach, danger, severity, due_at, age_step, score, rescore_at), UPDATE (open_mark, state, author_id, policy_id, reasons, opened_at, last_report_at, due_at, reports, reporters, danger, severity, believed, reach, age_step, score, rescore_at, holder, claim_id, claimed_until, handed, held_until, set_by, decided_at, outcome, muted_sha256, version)',
    'moderator',
  ),
  report_item: only('SELECT, INSERT', 'moderator'),
  // Not the columns that the server fills in, here and below.
  report_evidence: only('SELECT, INSERT (case_id, subject_sha256, body)', 'moderator'),
  reporter: only('SELECT, INSERT, UPDATE', 'moderator'),
  // Not which row it is: without it nothing would be read any more.
  report_intake: only('SELECT, UPDATE (turn, after_id, fresh_at, weights, rescore_below)', 'moderator'),
  report_event: only('SELECT, INSERT (case_id, kind, by_job, detail)', 'moderator'),
  report_decision: only(
    'SELECT, INSERT (request_id, run_id, case_id, policy_id, policy_version, actions, reason, before_case)',
    'moderator',
  ),
  report_step: only('SELECT, INSERT', 'moderator'),
  report_undo: only('SELECT, INSERT (decision_id, request_id)', 'moderator'),
  report_ending: only(
    'SELECT, INSERT (decision_id, case_id, member_id, kind, ends_at, remind_at), UPDATE (open_mark, reminded_at)',
    'moderator',
  ),
  looking: only('SELECT, INSERT, UPDATE, DELETE', 'moderator', 'support'),
  ...ticketGrants,
  ...metricGrants,
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
