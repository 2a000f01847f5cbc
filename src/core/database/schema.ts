import type { Generated } from 'kysely';

/**
 * Rows as they come over the wire: BIGINT and DECIMAL as text (an id may be larger than 2^53), DATETIME as
 * text in UTC with its microseconds, TINYINT and INT as numbers.
 */
export interface Schema {
  'caretaker.staff': {
    user: string;
    display_name: string;
    role: string;
    added_at: Generated<string>;
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
  'caretaker_site.capability': { name: string; value: string };
  'caretaker_site.member': {
    id: string;
    nickname: string;
    email: string;
    status: string;
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
    user_agent: string | null;
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
