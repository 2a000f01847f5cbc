import type { ColumnType, Generated } from 'kysely';

/** The console's tables of tickets; how rows come over the wire is said at `Schema`. */
export interface TicketSchema {
  'caretaker.ticket': {
    id: Generated<string>;
    request_id: Generated<string | null>;
    channel: string;
    subject: string;
    member_id: Generated<string | null>;
    name: string;
    email: Generated<string | null>;
    status: Generated<string>;
    snoozed_until: Generated<string | null>;
    merged_into: Generated<string | null>;
    place: ColumnType<string, never, never>;
    priority: Generated<number>;
    team_id: Generated<string | null>;
    assignee: Generated<string | null>;
    claim_id: Generated<string | null>;
    excerpt: string;
    messages: Generated<number>;
    last_message_id: Generated<string | null>;
    awaits_us: Generated<number>;
    opened_at: string;
    last_at: string;
    solved_at: Generated<string | null>;
    rating: Generated<number | null>;
    first_due_at: Generated<string | null>;
    next_due_at: Generated<string | null>;
    solve_due_at: Generated<string | null>;
    due_at: Generated<string>;
    first_at: Generated<string | null>;
    first_used: Generated<number>;
    next_used: Generated<number>;
    solve_used: Generated<number>;
    clock_since: Generated<string | null>;
    asked_at: Generated<string | null>;
    warn_at: Generated<string | null>;
    warned: Generated<number>;
    ask_at: Generated<string | null>;
    rules_version: Generated<number>;
    version: Generated<number>;
    changed: Generated<string>;
  };
  'caretaker.ticket_message': {
    id: Generated<string>;
    ticket_id: string;
    at: Generated<string>;
    kind: string;
    author: Generated<string | null>;
    site_request_id: Generated<string | null>;
    request_id: Generated<string | null>;
    member_id: Generated<string | null>;
    name: Generated<string | null>;
    body: string;
    thanks: Generated<number>;
    scheduled_id: Generated<string | null>;
    withdrawn: Generated<number>;
    before_ticket: Generated<string | null>;
  };
  'caretaker.ticket_mention': {
    user: string;
    message_id: string;
  };
  'caretaker.ticket_follower': {
    user: string;
    ticket_id: string;
  };
  'caretaker.ticket_tag': {
    ticket_id: string;
    tag: string;
  };
  'caretaker.ticket_tag_name': {
    tag: string;
  };
  'caretaker.ticket_draft': {
    ticket_id: string;
    owner: string;
    kind: string;
    shared: Generated<number>;
    body: string;
    attachments: string;
    sequence: number;
    saved_at: Generated<string>;
  };
  'caretaker.ticket_scheduled': {
    id: Generated<string>;
    request_id: string;
    ticket_id: string;
    owner: Generated<string>;
    body: string;
    attachments: string;
    actions: string;
    send_at: string;
    state: Generated<string>;
  };
  'caretaker.ticket_attachment': {
    id: Generated<string>;
    request_id: string;
    ticket_id: string;
    message_id: Generated<string | null>;
    owner: Generated<string>;
    name: string;
    type: string;
    bytes: number;
    at: Generated<string>;
    content: Buffer;
  };
  'caretaker.ticket_event': {
    id: Generated<string>;
    ticket_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    kind: string;
    by_job: Generated<number>;
    detail: string;
  };
  'caretaker.ticket_change': {
    undo_id: string;
    ticket_id: string;
    actor: Generated<string>;
    at: Generated<string>;
    before_ticket: string;
    after_ticket: string;
    undone_at: Generated<string | null>;
  };
  'caretaker.ticket_merge': {
    id: Generated<string>;
    request_id: string;
    kind: string;
    from_id: string;
    into_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    before_from: string;
    before_into: string;
    undone_at: Generated<string | null>;
  };
  'caretaker.ticket_move': {
    merge_id: string;
    message_id: string;
  };
  'caretaker.ticket_referral': {
    id: Generated<string>;
    request_id: string;
    ticket_id: string;
    at: Generated<string>;
    actor: Generated<string>;
    subject_kind: string;
    subject_id: string;
    reason: string;
    note: string;
    open_mark: Generated<number | null>;
    case_id: Generated<string | null>;
    case_state: Generated<string>;
    outcome: Generated<string | null>;
  };
  'caretaker.ticket_word': {
    ticket_id: string;
    word: string;
  };
  'caretaker.ticket_vocabulary': {
    word: string;
  };
  'caretaker.ticket_intake': {
    id: number;
    turn: Generated<string>;
    after_id: Generated<string | null>;
    fresh_at: Generated<string | null>;
  };
  'caretaker.support_person': {
    user: string;
    away_until: Generated<string | null>;
    seen_at: Generated<string>;
  };
  'caretaker.ticket_rules': {
    version: Generated<number>;
    hours: string;
    targets: string;
    warn_minutes: number;
    saved_at: Generated<string>;
    saved_by: Generated<string>;
  };
  'caretaker.ticket_macro': {
    id: Generated<string>;
    name: string;
    team_id: Generated<string | null>;
    actions: string;
    body: Generated<string | null>;
    as_note: Generated<number>;
    version: Generated<number>;
    removed_at: Generated<string | null>;
  };
  'caretaker.ticket_fact': {
    id: Generated<string>;
    at: Generated<string>;
    kind: string;
    ticket_id: string;
    team_id: Generated<string | null>;
    channel: string;
    minutes: Generated<number | null>;
    kept: Generated<number | null>;
    rating: Generated<number | null>;
  };
  'caretaker.ticket_tally': {
    measure: string;
    part: string;
    day: string;
    bucket: number;
    count: number;
  };
  'caretaker.ticket_tally_mark': {
    id: number;
    turn: Generated<string>;
    after_id: Generated<string | null>;
    fresh_at: Generated<string | null>;
  };
}
