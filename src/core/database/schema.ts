import type { ColumnType, Generated } from 'kysely';
import type { MetricSchema } from './metric-schema.ts';
import type { ReportSchema } from './report-schema.ts';
import type { TicketSchema } from './ticket-schema.ts';

/**
 * Rows as they come over the wire: BIGINT and DECIMAL as text (an id may be larger than 2^53), DATETIME as
 * text in UTC with its microseconds, TINYINT and INT as numbers.
 */
export interface Schema extends MetricSchema, ReportSchema, TicketSchema {
  'caretaker.staff': {
    user: string;
    display_name: string;
    role: string;
    added_at: Generated<string>;
    pseudonym: Generated<string | null>;
    removed_at: Generated<string | null>;
  };
  'caretaker.team': { id: Generated<string>; name: string };
  'caretaker.team_person': { team_id: string; user: string };
  'caretaker.member_directory': {
    member_id: string;
    nickname: string;
    name_key: string;
    look_key: string;
    email_key: string;
    domain_key: string;
    mailbox_key: string;
    status: string;
    status_until: string;
    created_at: string;
    last_active_at: string;
    location: string;
    location_key: string;
    avatar_url: string | null;
    times_reported: Generated<number>;
    updated_at: string;
  };
  'caretaker.member_part': { part: string; member_id: string };
  'caretaker.member_address': { address: Buffer; member_id: string; first_at: string; last_at: string };
  'caretaker.member_device': { device: string; member_id: string; first_at: string; last_at: string };
  'caretaker.directory_part': {
    part: string;
    turn: string;
    build_lowest: string | null;
    build_from: string | null;
    build_below: string | null;
    built_rows: string;
    built_seconds: number;
    built_at: string | null;
    new_after_id: string;
    new_after_at: string;
    swept_up_to: string;
    fresh_at: string | null;
    statements: string;
    rows_read: string;
    seconds: number;
  };
  'caretaker.directory_pause': { id: number; paused_by: string | null };
  'caretaker.directory_taken': { part: string; id: string };
  'caretaker.member_turn': { member_id: string };
  'caretaker.member_decision': {
    id: Generated<string>;
    request_id: string;
    run_id: string | null;
    member_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    action: string;
    reason: string;
    until: string | null;
    before_state: string;
    after_state: string;
  };
  'caretaker.member_undo': {
    decision_id: string;
    request_id: string;
    banned_at: string | null;
    at: Generated<string>;
    actor: Generated<string>;
  };
  'caretaker.outbox': {
    id: Generated<string>;
    request_id: string;
    member_id: string;
    decision_id: string | null;
    ticket_message_id: Generated<string | null>;
    of_ticket: ColumnType<number, never, never>;
    report_decision_id: Generated<string | null>;
    body: string;
    created_at: Generated<string>;
    state: Generated<string>;
    due_at: string;
    tries: Generated<number>;
    last_error: Generated<string | null>;
    done_at: Generated<string | null>;
  };
  'caretaker.saved_view': {
    id: Generated<string>;
    owner: string;
    workspace: string;
    name: string;
    shared: number;
    address: string;
    saved_at: Generated<string>;
  };
  'caretaker.change_feed': {
    id: Generated<string>;
    at: Generated<string>;
    topic: string;
    subject_id: string;
  };
  'caretaker.job_lease': {
    job: string;
    holder: string;
    expires_at: string;
    last_run_at: string | null;
    last_error: string | null;
  };
  'caretaker.migration': {
    id: string;
    title: string;
    checksum: string;
    steps_done: number;
    steps: number;
    finished_at: string | null;
  };
  'caretaker_audit.entry': AuditRow;
  'caretaker_audit.own_entry': AuditRow;
  'caretaker_audit.own_session': {
    id: string;
    user: string;
    place: string;
    signed_in_at: string;
    last_seen_at: string;
    ended_at: Generated<string | null>;
  };
  'caretaker_audit.installed': { version: number; makes_accounts: number; requires_tls: number };
  'caretaker_audit.member_note': {
    id: Generated<string>;
    member_id: string;
    author: Generated<string>;
    at: Generated<string>;
    body: string;
    pinned: Generated<number>;
    edited_at: Generated<string | null>;
    removed_at: Generated<string | null>;
    request_id: string;
  };
  'caretaker_site.capability': { name: string; value: string };
  'caretaker_site.member': {
    id: string;
    nickname: string;
    email: string;
    status: string;
    muted_until: string | null;
    suspended_until: string | null;
    banned_at: string | null;
    created_at: string;
    last_active_at: string | null;
    location: string | null;
    avatar_url: string | null;
    updated_at: string;
  };
  'caretaker_site.member_login': {
    id: string;
    member_id: string;
    at: string;
    ip: string;
    device: string | null;
    device_id: string | null;
    user_agent: string | null;
  };
  'caretaker_site.member_action': {
    id: string;
    at: string;
    subject_kind: string;
    subject_id: string;
    action: string;
    reason: string;
    until: string | null;
    actor: string | null;
  };
  'caretaker_site.member_rename': {
    id: string;
    member_id: string;
    at: string;
    old_nickname: string;
    new_nickname: string;
    actor: string | null;
  };
  /** Stands for each `content_<kind>`: they have the same columns. */
  'caretaker_site.content': {
    kind: string;
    id: string;
    author_id: string;
    context_kind: string | null;
    context_id: string | null;
    title: string | null;
    body: string | null;
    media_url: string | null;
    created_at: string;
    edited_at: string | null;
    visible: number;
  };
  'caretaker_site.activity': {
    id: string;
    at: string;
    actor_id: string;
    verb: string;
    object_kind: string | null;
    object_id: string | null;
  };
  'caretaker_site.report': {
    id: string;
    at: string;
    reporter_id: string;
    subject_kind: string;
    subject_id: string;
    subject_author_id: string | null;
    reason: string;
    note: string | null;
  };
  'caretaker_site.support_request': {
    id: string;
    at: string;
    member_id: string | null;
    name: string | null;
    email: string | null;
    subject: string | null;
    body: string | null;
    in_reply_to: string | null;
    rating: number | null;
  };
}

interface AuditRow {
  id: Generated<string>;
  at: Generated<string>;
  actor: Generated<string>;
  action: string;
  subject_kind: string;
  subject_id: string;
  detail: string;
  request_id: string;
}
