/**
 * What each role may do over the wire, written out by hand: the grants are wrong when they give more, whatever the
 * code that makes them says.
 */
import type { Role } from '../../src/contract/roles.ts';

const community = [
  'caretaker_site.member',
  'caretaker_site.member_login',
  'caretaker_site.member_action',
  'caretaker_site.member_rename',
  'caretaker_site.activity',
  'caretaker_site.report',
  'caretaker_site.content_status',
  'caretaker_site.content_photo',
  'caretaker_site.content_writing',
  'caretaker_site.content_comment',
];
const traffic = ['caretaker_site.traffic_hour', 'caretaker_site.growth_day', 'caretaker_site.deploy'];
const memberWork = [
  'caretaker.member_directory',
  'caretaker.member_part',
  'caretaker.member_address',
  'caretaker.member_device',
  'caretaker.directory_part',
  'caretaker.directory_pause',
  'caretaker.directory_taken',
  'caretaker.member_turn',
  'caretaker.member_decision',
  'caretaker.member_undo',
  'caretaker.outbox',
  'caretaker_audit.member_note',
];
const reportWork = [
  'caretaker.policy',
  'caretaker.policy_version',
  'caretaker.report_weights',
  'caretaker.report_preset',
  'caretaker.report_case',
  'caretaker.report_item',
  'caretaker.report_evidence',
  'caretaker.reporter',
  'caretaker.report_intake',
  'caretaker.report_event',
  'caretaker.report_decision',
  'caretaker.report_step',
  'caretaker.report_undo',
  'caretaker.report_ending',
];
const metricWork = [
  'caretaker.metric_sample',
  'caretaker.metric_sampler',
  'caretaker.statement_digest',
  'caretaker.statement_sample',
  'caretaker.statement_step',
  'caretaker.statement_reading',
  'caretaker.table_size',
  'caretaker.index_size',
  'caretaker.index_use',
  'caretaker.deadlock',
  'caretaker.prometheus_server',
  'caretaker.traffic_day',
  'caretaker.traffic_mark',
];
/** Whether others look at it just now, a case or a ticket. */
const looking = 'caretaker.looking';
const ticketWork = [
  'caretaker_site.support_request',
  'caretaker.ticket_mention',
  'caretaker.ticket_follower',
  'caretaker.ticket_tag',
  'caretaker.ticket_tag_name',
  'caretaker.ticket_draft',
  'caretaker.ticket_scheduled',
  'caretaker.ticket_attachment',
  'caretaker.ticket_event',
  'caretaker.ticket_change',
  'caretaker.ticket_merge',
  'caretaker.ticket_move',
  'caretaker.ticket_word',
  'caretaker.ticket_vocabulary',
  'caretaker.ticket_intake',
  'caretaker.support_person',
  'caretaker.ticket_rules',
  'caretaker.ticket_macro',
  'caretaker.ticket_fact',
  'caretaker.ticket_tally',
  'caretaker.ticket_tally_mark',
];
/** Of a ticket that support handed to the moderators, both read what was said. */
const handedOver = ['caretaker.ticket', 'caretaker.ticket_message', 'caretaker.ticket_referral'];
const shared = [
  'caretaker_site.capability',
  'caretaker.staff',
  'caretaker.team',
  'caretaker.team_person',
  'caretaker.saved_view',
  'caretaker.change_feed',
  'caretaker.job_lease',
  'caretaker.migration',
  'caretaker_audit.own_entry',
  'caretaker_audit.own_session',
  'caretaker_audit.installed',
];
/** The tables and views that each role reads. */
export const readable: Record<Role, readonly string[]> = {
  moderator: [...shared, ...community, ...memberWork, ...reportWork, ...handedOver, looking],
  support: [...shared, ...community, ...memberWork, ...ticketWork, ...handedOver, looking],
  cto: [...shared, ...metricWork, ...traffic, 'caretaker_audit.entry'],
  admin: [
    ...shared,
    ...community,
    ...memberWork,
    ...reportWork,
    ...ticketWork,
    ...handedOver,
    looking,
    ...metricWork,
    ...traffic,
    'caretaker_audit.entry',
  ],
};

/** Where it is not all columns of a table, those follow. */
export interface Writes {
  readonly insert: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
}
const own: Writes = {
  insert: [
    'caretaker_audit.entry (action, detail, request_id, subject_id, subject_kind)',
    'caretaker_audit.own_session',
  ],
  update: ['caretaker_audit.own_session (ended_at, last_seen_at)'],
  delete: ['caretaker_audit.own_session'],
};
const notes: Writes = {
  insert: ['caretaker_audit.member_note (body, member_id, request_id)'],
  update: ['caretaker_audit.member_note (body, pinned, removed_at)'],
  delete: [],
};
const everyones: Writes = {
  insert: [
    'caretaker.change_feed (subject_id, topic)',
    'caretaker.job_lease',
    'caretaker.saved_view (address, name, owner, shared, workspace)',
  ],
  update: ['caretaker.job_lease', 'caretaker.saved_view (address, name, shared)'],
  delete: ['caretaker.change_feed', 'caretaker.saved_view'],
};
const members: Writes = {
  insert: [
    'caretaker.directory_taken',
    'caretaker.member_address',
    'caretaker.member_decision (action, after_state, before_state, member_id, reason, request_id, run_id, until)',
    'caretaker.member_device',
    'caretaker.member_directory',
    'caretaker.member_part',
    'caretaker.member_turn',
    'caretaker.member_undo (banned_at, decision_id, request_id)',
    'caretaker.outbox (body, decision_id, due_at, member_id, report_decision_id, request_id, ticket_message_id)',
  ],
  update: [
    'caretaker.directory_part (build_below, build_from, build_lowest, built_at, built_rows, built_seconds, fresh_at, new_after_at, new_after_id, rows_read, seconds, statements, swept_up_to, turn)',
    'caretaker.directory_pause',
    'caretaker.member_address',
    'caretaker.member_device',
    'caretaker.member_directory',
    'caretaker.member_turn',
    'caretaker.outbox (done_at, due_at, last_error, state, tries)',
  ],
  delete: [
    'caretaker.directory_taken',
    'caretaker.member_address',
    'caretaker.member_device',
    'caretaker.member_directory',
    'caretaker.member_part',
  ],
};
const looks: Writes = { insert: [looking], update: [looking], delete: [looking] };
const reports: Writes = {
  insert: [
    'caretaker.report_case (age_step, author_id, believed, danger, due_at, excerpt, has_media, language, last_report_at, opened_at, policy_id, reach, reasons, reporters, reports, rescore_at, score, severity, subject_id, subject_kind)',
    'caretaker.report_decision (actions, before_case, case_id, policy_id, policy_version, reason, request_id, run_id)',
    'caretaker.report_ending (case_id, decision_id, ends_at, kind, member_id, remind_at)',
    'caretaker.report_event (by_job, case_id, detail, kind)',
    'caretaker.report_evidence (body, case_id, subject_sha256)',
    'caretaker.report_item',
    'caretaker.report_step',
    'caretaker.report_undo (decision_id, request_id)',
    'caretaker.reporter',
  ],
  update: [
    'caretaker.report_case (age_step, author_id, believed, claim_id, claimed_until, danger, decided_at, due_at, handed, held_until, holder, last_report_at, muted_sha256, open_mark, opened_at, outcome, policy_id, reach, reasons, reporters, reports, rescore_at, score, set_by, severity, state, version)',
    'caretaker.report_ending (open_mark, reminded_at)',
    'caretaker.report_intake (after_id, fresh_at, rescore_below, turn, weights)',
    'caretaker.reporter',
    'caretaker.ticket_referral (case_id, case_state, open_mark, outcome)',
  ],
  delete: [],
};
const tickets: Writes = {
  insert: [
    'caretaker.support_person',
    'caretaker.ticket (ask_at, asked_at, assignee, awaits_us, channel, claim_id, clock_since, due_at, email, excerpt, first_at, first_due_at, first_used, last_at, last_message_id, member_id, merged_into, messages, name, next_due_at, next_used, opened_at, priority, rating, request_id, rules_version, snoozed_until, solve_due_at, solve_used, solved_at, status, subject, team_id, version, warn_at, warned)',
    'caretaker.ticket_attachment (bytes, content, name, request_id, ticket_id, type)',
    'caretaker.ticket_change (after_ticket, before_ticket, ticket_id, undo_id)',
    'caretaker.ticket_draft',
    'caretaker.ticket_event (by_job, detail, kind, ticket_id)',
    'caretaker.ticket_fact (channel, kept, kind, minutes, rating, team_id, ticket_id)',
    'caretaker.ticket_follower',
    'caretaker.ticket_mention',
    'caretaker.ticket_merge (before_from, before_into, from_id, into_id, kind, request_id)',
    'caretaker.ticket_message (at, before_ticket, body, kind, member_id, name, request_id, scheduled_id, site_request_id, thanks, ticket_id, withdrawn)',
    'caretaker.ticket_move',
    'caretaker.ticket_referral (note, reason, request_id, subject_id, subject_kind, ticket_id)',
    'caretaker.ticket_scheduled (actions, attachments, body, request_id, send_at, ticket_id)',
    'caretaker.ticket_tag',
    'caretaker.ticket_tag_name',
    'caretaker.ticket_tally',
    'caretaker.ticket_vocabulary',
    'caretaker.ticket_word',
  ],
  update: [
    'caretaker.support_person',
    'caretaker.ticket (ask_at, asked_at, assignee, awaits_us, claim_id, clock_since, due_at, email, excerpt, first_at, first_due_at, first_used, last_at, last_message_id, member_id, merged_into, messages, name, next_due_at, next_used, priority, rating, rules_version, snoozed_until, solve_due_at, solve_used, solved_at, status, subject, team_id, version, warn_at, warned)',
    'caretaker.ticket_attachment (message_id)',
    'caretaker.ticket_change (undone_at)',
    'caretaker.ticket_draft',
    'caretaker.ticket_intake (after_id, fresh_at, turn)',
    'caretaker.ticket_merge (undone_at)',
    'caretaker.ticket_message (ticket_id, withdrawn)',
    'caretaker.ticket_scheduled (state)',
    'caretaker.ticket_tally',
    'caretaker.ticket_tally_mark (after_id, fresh_at, turn)',
  ],
  delete: [
    'caretaker.ticket_attachment',
    'caretaker.ticket_draft',
    'caretaker.ticket_fact',
    'caretaker.ticket_follower',
    'caretaker.ticket_tag',
    'caretaker.ticket_tally',
    'caretaker.ticket_word',
  ],
};
const kept = [
  'caretaker.index_size',
  'caretaker.index_use',
  'caretaker.metric_sample',
  'caretaker.prometheus_server',
  'caretaker.statement_digest',
  'caretaker.statement_sample',
  'caretaker.statement_step',
  'caretaker.table_size',
  'caretaker.traffic_day',
];
const metrics: Writes = {
  insert: ['caretaker.deadlock (at, counted, detail, fingerprint, missed, report_sha256)', ...kept],
  update: [
    'caretaker.metric_sampler (half_days_until, hours_until, minutes_until, sampled_at, took_ms, unknown, watched_until)',
    'caretaker.statement_reading (days_until, full_since, hours_until, kinds, read_at, reading, took_ms, unknown)',
    'caretaker.traffic_mark (fresh_at, summed_until, turn)',
    ...kept,
  ],
  delete: ['caretaker.deadlock', ...kept],
};
/** What each role writes. An admin migrates the console's own tables, and may do anything to them: `consoleTables`. */
export function writesOf(role: Role, consoleTables: readonly string[]): readonly Writes[] {
  if (role === 'cto') return [own, everyones, metrics];
  if (role === 'moderator') return [own, everyones, members, notes, looks, reports];
  if (role === 'support') return [own, everyones, members, notes, looks, tickets];
  return [own, { insert: consoleTables, update: consoleTables, delete: consoleTables }, notes];
}

const sanctions = [
  'caretaker_site.member_warn',
  'caretaker_site.member_mute',
  'caretaker_site.member_suspend',
  'caretaker_site.member_ban',
  'caretaker_site.member_restore',
];
const forAnyMember = [
  'caretaker_site.member_rename',
  'caretaker_site.member_sign_out_everywhere',
  'caretaker_site.notify_member',
];
const content = [
  'caretaker_site.content_hide',
  'caretaker_site.content_restore',
  'caretaker_site.report_conversation',
];
const accounts = [
  'caretaker_audit.staff_account_add',
  'caretaker_audit.staff_account_set_role',
  'caretaker_audit.staff_account_set_password',
  'caretaker_audit.staff_account_remove',
];
const serverReading = [
  'caretaker_audit.server_counters',
  'caretaker_audit.server_activity',
  'caretaker_audit.server_transactions',
  'caretaker_audit.server_lock_waits',
  'caretaker_audit.server_digests',
  'caretaker_audit.server_digest_texts',
  'caretaker_audit.server_latencies',
  'caretaker_audit.server_replication',
  'caretaker_audit.server_tables',
  'caretaker_audit.server_indexes',
  'caretaker_audit.server_index_needs',
  'caretaker_audit.server_index_counting',
  'caretaker_audit.server_index_use',
];
/** The procedures that each role calls. */
export const callable: Record<Role, readonly string[]> = {
  moderator: [...sanctions, ...forAnyMember, ...content],
  support: [...forAnyMember, 'caretaker_site.member_force_password_reset', 'caretaker_site.notify_attach'],
  cto: [...serverReading],
  admin: [
    ...sanctions,
    ...forAnyMember,
    'caretaker_site.member_force_password_reset',
    'caretaker_site.notify_attach',
    ...content,
    ...accounts,
    ...serverReading,
    'caretaker_audit.server_innodb_status',
    'caretaker_audit.server_kill',
  ],
};
