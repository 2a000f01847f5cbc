import type { Generated } from 'kysely';

/** The console's tables of reports; how rows come over the wire is said at `Schema`. */
export interface ReportSchema {
  'caretaker.policy': {
    id: Generated<string>;
    version: number;
    fallback: Generated<number>;
    removed_at: string | null;
  };
  'caretaker.policy_version': {
    policy_id: string;
    version: number;
    name: string;
    body: string;
    severity: number;
    danger: string | null;
    target_minutes: number;
    actions: string;
    reasons: string;
    member_template: string;
    reporter_template: string;
    saved_at: Generated<string>;
    saved_by: Generated<string>;
  };
  'caretaker.report_weights': {
    version: Generated<number>;
    severity: number;
    reporters: number;
    reach: number;
    age: number;
    saved_at: Generated<string>;
    saved_by: Generated<string>;
  };
  'caretaker.report_preset': {
    digit: number;
    name: string;
    policy_id: string | null;
    actions: string;
    tell_member: number;
    tell_reporters: number;
  };
  'caretaker.report_case': {
    id: Generated<string>;
    subject_kind: string;
    subject_id: string;
    author_id: string | null;
    open_mark: Generated<number | null>;
    state: Generated<string>;
    policy_id: string;
    excerpt: string;
    has_media: Generated<number>;
    reasons: string;
    language: Generated<string>;
    opened_at: string;
    last_report_at: string;
    due_at: string;
    reports: number;
    reporters: number;
    danger: string | null;
    severity: number;
    believed: number;
    reach: number;
    age_step: number;
    score: number;
    rescore_at: string;
    holder: Generated<string | null>;
    claim_id: Generated<string | null>;
    claimed_until: Generated<string>;
    handed: Generated<number>;
    held_until: Generated<string | null>;
    set_by: Generated<string | null>;
    decided_at: Generated<string | null>;
    outcome: Generated<string | null>;
    muted_sha256: Generated<string | null>;
    version: Generated<number>;
  };
  'caretaker.report_item': {
    report_id: string;
    case_id: string;
    reporter_id: string;
    at: string;
    reason: string;
    note: string | null;
    weight: number;
    muted: Generated<number>;
  };
  'caretaker.report_evidence': {
    id: Generated<string>;
    case_id: string;
    taken_at: Generated<string>;
    sha256: Generated<string>;
    subject_sha256: string;
    body: string;
  };
  'caretaker.reporter': {
    member_id: string;
    right_count: Generated<number>;
    wrong_count: Generated<number>;
  };
  'caretaker.report_intake': {
    id: number;
    turn: string;
    after_id: string | null;
    fresh_at: string | null;
    weights: number;
    rescore_below: string | null;
  };
  'caretaker.report_event': {
    id: Generated<string>;
    case_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    kind: string;
    by_job: Generated<number>;
    detail: string;
  };
  'caretaker.report_decision': {
    id: Generated<string>;
    request_id: string;
    run_id: string | null;
    case_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    policy_id: string;
    policy_version: number;
    actions: string;
    reason: string;
    before_case: string;
  };
  'caretaker.report_step': {
    decision_id: string;
    step: number;
    action: string;
    member_decision_id: string | null;
    content_kind: string | null;
    content_id: string | null;
  };
  'caretaker.report_undo': {
    decision_id: string;
    request_id: string;
    at: Generated<string>;
    actor: Generated<string>;
  };
  'caretaker.report_ending': {
    id: Generated<string>;
    decision_id: string;
    case_id: string;
    member_id: string;
    kind: string;
    ends_at: string;
    remind_at: string;
    open_mark: Generated<number | null>;
    reminded_at: Generated<string | null>;
  };
  'caretaker.looking': {
    subject_kind: string;
    subject_id: string;
    user: string;
    writing: Generated<number>;
    seen_at: string;
  };
}
