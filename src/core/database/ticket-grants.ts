import { ticketWorkers } from '../../contract/tickets/values.ts';
import type { Grants } from './grants.ts';

const workers = (privileges: string) => ({ support: privileges });
const columns = (...names: string[]) => names.join(', ');

const set = columns(
  'subject',
  'member_id',
  'name',
  'email',
  'status',
  'snoozed_until',
  'merged_into',
  'priority',
  'team_id',
  'assignee',
  'claim_id',
  'excerpt',
  'messages',
  'last_message_id',
  'awaits_us',
  'last_at',
  'solved_at',
  'rating',
  'first_due_at',
  'next_due_at',
  'solve_due_at',
  'due_at',
  'first_at',
  'first_used',
  'next_used',
  'solve_used',
  'clock_since',
  'asked_at',
  'warn_at',
  'warned',
  'ask_at',
  'rules_version',
  'version',
);

/**
 * What support may do with tickets, within the console's own schema. Moderators read what was handed to them, and write
 * down which case it became. Not the columns that the server fills in: numbers, moments, who wrote.
 */
export const ticketGrants: Grants = {
  ticket: {
    support: `SELECT, INSERT (request_id, channel, opened_at, ${set}), UPDATE (${set})`,
    moderator: 'SELECT',
  },
  ticket_message: {
    support:
      'SELECT, INSERT (ticket_id, at, kind, site_request_id, request_id, member_id, name, body, thanks, withdrawn, scheduled_id, before_ticket), UPDATE (ticket_id, withdrawn)',
    moderator: 'SELECT',
  },
  ticket_mention: workers('SELECT, INSERT'),
  ticket_follower: workers('SELECT, INSERT, DELETE'),
  ticket_tag: workers('SELECT, INSERT, DELETE'),
  ticket_tag_name: workers('SELECT, INSERT'),
  ticket_draft: workers('SELECT, INSERT, UPDATE, DELETE'),
  ticket_scheduled: workers(
    'SELECT, INSERT (request_id, ticket_id, body, attachments, actions, send_at), UPDATE (state)',
  ),
  ticket_attachment: workers(
    'SELECT, INSERT (request_id, ticket_id, name, type, bytes, content), UPDATE (message_id), DELETE',
  ),
  ticket_event: workers('SELECT, INSERT (ticket_id, kind, by_job, detail)'),
  ticket_change: workers(
    'SELECT, INSERT (undo_id, ticket_id, before_ticket, after_ticket), UPDATE (undone_at)',
  ),
  ticket_merge: workers(
    'SELECT, INSERT (request_id, kind, from_id, into_id, before_from, before_into), UPDATE (undone_at)',
  ),
  ticket_move: workers('SELECT, INSERT'),
  ticket_referral: {
    support: 'SELECT, INSERT (request_id, ticket_id, subject_kind, subject_id, reason, note)',
    moderator: 'SELECT, UPDATE (open_mark, case_id, case_state, outcome)',
  },
  ticket_word: workers('SELECT, INSERT, DELETE'),
  ticket_vocabulary: workers('SELECT, INSERT'),
  // Not which row it is: without it nothing would be read any more.
  ticket_intake: workers('SELECT, UPDATE (turn, after_id, fresh_at)'),
  support_person: workers('SELECT, INSERT, UPDATE'),
  ticket_rules: workers('SELECT'),
  ticket_macro: workers('SELECT'),
  // Of a reply that is taken back, what was counted of it is too.
  ticket_fact: workers('SELECT, INSERT (kind, ticket_id, team_id, channel, minutes, kept, rating), DELETE'),
  ticket_tally: workers('SELECT, INSERT, UPDATE, DELETE'),
  ticket_tally_mark: workers('SELECT, UPDATE (turn, after_id, fresh_at)'),
};

/** Within the site contract. */
export const ticketSiteGrants: Grants = {
  support_request: Object.fromEntries(ticketWorkers.map((role) => [role, 'SELECT'])),
};
export const ticketSiteProcedureGrants: Grants = {
  notify_attach: Object.fromEntries(ticketWorkers.map((role) => [role, 'EXECUTE'])),
};
