-- Tickets: requests of members, the answers to them, and how soon

-- One ticket, in the order of its deadlines: `due_at` is the nearest of those that run, far away where none does. `place`
-- says where it lies on the desk. A ticket that was merged lies in another for as long as the merge stands.
CREATE TABLE caretaker.ticket (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  -- Of a request by hand: made once for what the person asked.
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  channel VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject VARCHAR(200) NOT NULL,
  member_id BIGINT UNSIGNED NULL,
  name VARCHAR(120) NOT NULL,
  email VARCHAR(190) NULL,
  status VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'new',
  snoozed_until DATETIME(6) NULL,
  merged_into BIGINT UNSIGNED NULL,
  place VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin AS (
    CASE WHEN merged_into IS NOT NULL THEN 'merged'
         WHEN snoozed_until IS NOT NULL AND status IN ('new', 'open', 'waiting', 'hold') THEN 'snoozed'
         WHEN status IN ('new', 'open') THEN 'todo'
         ELSE status END
  ) STORED,
  priority TINYINT UNSIGNED NOT NULL DEFAULT 2,
  team_id BIGINT UNSIGNED NULL,
  assignee VARCHAR(80) COLLATE utf8mb4_bin NULL,
  -- Taken by "next" with this; see core/tickets/queue.
  claim_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  excerpt VARCHAR(160) NOT NULL,
  messages INT UNSIGNED NOT NULL DEFAULT 0,
  -- The newest message from or to the member, by which a reply knows what its writer had not seen.
  last_message_id BIGINT UNSIGNED NULL,
  awaits_us TINYINT(1) NOT NULL DEFAULT 1,
  opened_at DATETIME(6) NOT NULL,
  last_at DATETIME(6) NOT NULL,
  solved_at DATETIME(6) NULL,
  rating TINYINT UNSIGNED NULL,
  -- The clocks; see core/tickets/clocks. A deadline that does not run is NULL.
  first_due_at DATETIME(6) NULL,
  next_due_at DATETIME(6) NULL,
  solve_due_at DATETIME(6) NULL,
  due_at DATETIME(6) NOT NULL DEFAULT '9999-01-01 00:00:00',
  -- When the first answer went out.
  first_at DATETIME(6) NULL,
  -- Seconds of business hours that each clock has run, up to `clock_since`, since which those that run go on; NULL while
  -- all stand still.
  first_used INT UNSIGNED NOT NULL DEFAULT 0,
  next_used INT UNSIGNED NOT NULL DEFAULT 0,
  solve_used INT UNSIGNED NOT NULL DEFAULT 0,
  clock_since DATETIME(6) NULL,
  -- Since when the member waits for the next answer.
  asked_at DATETIME(6) NULL,
  warn_at DATETIME(6) NULL,
  warned TINYINT(1) NOT NULL DEFAULT 0,
  -- When a solved one's member is asked how it was; NULL once they were.
  ask_at DATETIME(6) NULL,
  rules_version INT UNSIGNED NOT NULL DEFAULT 1,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  -- In which version each part of it was changed last, and by whom, as JSON; the server's word.
  changed VARCHAR(1000) NOT NULL DEFAULT '{}',
  UNIQUE KEY ticket_request (request_id),
  UNIQUE KEY ticket_claim (claim_id),
  KEY ticket_place (place, due_at, id),
  KEY ticket_assignee (assignee, place, due_at, id),
  KEY ticket_free (place, assignee, due_at, id),
  KEY ticket_team (team_id, place, due_at, id),
  KEY ticket_priority (place, priority, due_at, id),
  KEY ticket_channel (place, channel, due_at, id),
  KEY ticket_member (member_id, id),
  KEY ticket_last (place, last_at, id),
  KEY ticket_latest (last_at, id),
  KEY ticket_opened (place, opened_at, id),
  KEY ticket_snoozed (place, snoozed_until, id),
  KEY ticket_solved (place, solved_at, id),
  KEY ticket_warn (place, warned, warn_at, id),
  KEY ticket_ask (ask_at, id),
  KEY ticket_rules (place, rules_version, id),
  KEY ticket_merged (merged_into, id)
) ENGINE = InnoDB;

-- What was said. Of the site's requests each comes in once, by its number. An answer that goes out has a row of the
-- outbox by its number, which says how far it is.
CREATE TABLE caretaker.ticket_message (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ticket_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  -- in, out, note or question: the one that asks how it was.
  kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- A staff account; the server's word, NULL for what a member wrote.
  author VARCHAR(80) COLLATE utf8mb4_bin NULL,
  site_request_id BIGINT UNSIGNED NULL,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  member_id BIGINT UNSIGNED NULL,
  name VARCHAR(120) NULL,
  body MEDIUMTEXT NOT NULL,
  thanks TINYINT(1) NOT NULL DEFAULT 0,
  -- The scheduled reply that this one was.
  scheduled_id BIGINT UNSIGNED NULL,
  -- Taken back before it went out: shown to nobody.
  withdrawn TINYINT(1) NOT NULL DEFAULT 0,
  -- What a withdrawal puts back of the ticket, as JSON.
  before_ticket TEXT NULL,
  UNIQUE KEY ticket_message_site (site_request_id),
  UNIQUE KEY ticket_message_request (request_id),
  UNIQUE KEY ticket_message_scheduled (scheduled_id),
  KEY ticket_message_ticket (ticket_id, id)
) ENGINE = InnoDB;

CREATE TABLE caretaker.ticket_mention (
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  message_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (message_id, user)
) ENGINE = InnoDB;

-- Who follows a ticket, or was mentioned in it.
CREATE TABLE caretaker.ticket_follower (
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (user, ticket_id),
  KEY ticket_follower_ticket (ticket_id)
) ENGINE = InnoDB;

CREATE TABLE caretaker.ticket_tag (
  ticket_id BIGINT UNSIGNED NOT NULL,
  tag VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (ticket_id, tag),
  KEY ticket_tag_tag (tag, ticket_id)
) ENGINE = InnoDB;

-- Tags that there are, few beside the tickets.
CREATE TABLE caretaker.ticket_tag_name (
  tag VARCHAR(40) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY
) ENGINE = InnoDB;

-- What is being written. It stays with the ticket it was begun on, wherever that is merged into. An empty one stays for a
-- while, so that none that was on its way when it was removed takes its place.
CREATE TABLE caretaker.ticket_draft (
  ticket_id BIGINT UNSIGNED NOT NULL,
  owner VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shared TINYINT(1) NOT NULL DEFAULT 0,
  body TEXT NOT NULL,
  -- A JSON list of files.
  attachments TEXT NOT NULL,
  sequence INT UNSIGNED NOT NULL,
  saved_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (ticket_id, owner, kind),
  KEY ticket_draft_owner (owner, saved_at),
  KEY ticket_draft_saved (saved_at)
) ENGINE = InnoDB;

-- Replies that wait for a moment that their writer chose. `state` is waiting, sent or cancelled; `actions` the change of the
-- ticket that goes with it, and `attachments` its files, as JSON.
CREATE TABLE caretaker.ticket_scheduled (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  owner VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  body TEXT NOT NULL,
  attachments TEXT NOT NULL,
  actions TEXT NOT NULL,
  send_at DATETIME(6) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
  UNIQUE KEY ticket_scheduled_request (request_id),
  KEY ticket_scheduled_due (state, send_at, id),
  KEY ticket_scheduled_ticket (ticket_id, state, id)
) ENGINE = InnoDB;

-- Files of messages; `message_id` NULL while it belongs to a draft.
CREATE TABLE caretaker.ticket_attachment (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  message_id BIGINT UNSIGNED NULL,
  owner VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  name VARCHAR(200) NOT NULL,
  type VARCHAR(60) CHARACTER SET ascii NOT NULL,
  bytes INT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  content MEDIUMBLOB NOT NULL,
  UNIQUE KEY ticket_attachment_request (request_id),
  KEY ticket_attachment_message (message_id, id),
  KEY ticket_attachment_loose (message_id, at)
) ENGINE = InnoDB;

CREATE TABLE caretaker.ticket_event (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ticket_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  by_job TINYINT(1) NOT NULL DEFAULT 0,
  detail TEXT NOT NULL,
  KEY ticket_event_ticket (ticket_id, id)
) ENGINE = InnoDB;

-- What a change was before, as JSON: what its undo puts back. `undo_id` is the request, or the run it was a part of.
CREATE TABLE caretaker.ticket_change (
  undo_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  before_ticket TEXT NOT NULL,
  after_ticket TEXT NOT NULL,
  undone_at DATETIME(6) NULL,
  PRIMARY KEY (undo_id, ticket_id),
  KEY ticket_change_ticket (ticket_id, at)
) ENGINE = InnoDB;

-- Merges and splits: `kind` is merge or split; which messages went from one ticket to the other stands in ticket_move.
CREATE TABLE caretaker.ticket_merge (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  from_id BIGINT UNSIGNED NOT NULL,
  into_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  -- Both tickets as they were, as JSON.
  before_from TEXT NOT NULL,
  before_into TEXT NOT NULL,
  undone_at DATETIME(6) NULL,
  UNIQUE KEY ticket_merge_request (request_id, from_id),
  KEY ticket_merge_into (into_id, id),
  KEY ticket_merge_from (from_id, id)
) ENGINE = InnoDB;

CREATE TABLE caretaker.ticket_move (
  merge_id BIGINT UNSIGNED NOT NULL,
  message_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (merge_id, message_id),
  KEY ticket_move_message (message_id, merge_id)
) ENGINE = InnoDB;

-- Tickets that support handed to the moderators. A job opens the case, or joins the one there is, under an account that
-- may; `case_state` and `outcome` follow the case.
CREATE TABLE caretaker.ticket_referral (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  subject_kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id BIGINT UNSIGNED NOT NULL,
  reason VARCHAR(60) NOT NULL,
  note TEXT NOT NULL,
  open_mark TINYINT UNSIGNED NULL DEFAULT 1,
  case_id BIGINT UNSIGNED NULL,
  case_state VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'asked',
  outcome VARCHAR(200) NULL,
  UNIQUE KEY ticket_referral_request (request_id),
  KEY ticket_referral_open (open_mark, id),
  KEY ticket_referral_ticket (ticket_id, id),
  KEY ticket_referral_case (case_id, id)
) ENGINE = InnoDB;

-- The words of tickets, each in small letters without accents, once for each ticket in which it stands: a search goes
-- through the tickets of a word, and looks what else stands in them.
CREATE TABLE caretaker.ticket_word (
  ticket_id BIGINT UNSIGNED NOT NULL,
  word VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (ticket_id, word),
  KEY ticket_word_word (word, ticket_id)
) ENGINE = InnoDB;

-- Each word that ever stood in a ticket, once: what begins with a part of a word.
CREATE TABLE caretaker.ticket_vocabulary (
  word VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY
) ENGINE = InnoDB;

-- How far the site's requests were read, as report_intake does for reports. One row.
CREATE TABLE caretaker.ticket_intake (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  turn BIGINT UNSIGNED NOT NULL DEFAULT 0,
  after_id BIGINT UNSIGNED NULL,
  fresh_at DATETIME(6) NULL
) ENGINE = InnoDB;

-- Who of the staff is away, and when each was last at the desk.
CREATE TABLE caretaker.support_person (
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  away_until DATETIME(6) NULL,
  seen_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Business hours and targets, as JSON; the newest row holds.
CREATE TABLE caretaker.ticket_rules (
  version INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hours TEXT NOT NULL,
  targets TEXT NOT NULL,
  warn_minutes INT UNSIGNED NOT NULL,
  saved_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  saved_by VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  )
) ENGINE = InnoDB;

-- `actions` is a change of a ticket, as JSON.
CREATE TABLE caretaker.ticket_macro (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  team_id BIGINT UNSIGNED NULL,
  actions TEXT NOT NULL,
  body TEXT NULL,
  as_note TINYINT(1) NOT NULL DEFAULT 0,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  removed_at DATETIME(6) NULL
) ENGINE = InnoDB;

-- What happened, for the figures: a job counts it into ticket_tally and remembers how far it is. `minutes` are of business
-- hours; `kept` whether a target was kept, NULL where there was none.
CREATE TABLE caretaker.ticket_fact (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  -- opened, first, solved, reopened, rated
  kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id BIGINT UNSIGNED NOT NULL,
  team_id BIGINT UNSIGNED NULL,
  channel VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  minutes INT UNSIGNED NULL,
  kept TINYINT(1) NULL,
  rating TINYINT UNSIGNED NULL,
  KEY ticket_fact_ticket (ticket_id, kind)
) ENGINE = InnoDB;

-- Counts by day of the office's zone: of what (`measure`), for whom (`part`, a team, channel, tag, hour or word), in which
-- bucket of its spread. Its rows grow with the days and not with the tickets. See core/tickets/figures/parts.ts.
CREATE TABLE caretaker.ticket_tally (
  measure VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  day DATE NOT NULL,
  bucket SMALLINT UNSIGNED NOT NULL,
  count INT UNSIGNED NOT NULL,
  PRIMARY KEY (measure, part, day, bucket),
  KEY ticket_tally_day (measure, day)
) ENGINE = InnoDB;

-- How far the facts were counted. One row.
CREATE TABLE caretaker.ticket_tally_mark (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  turn BIGINT UNSIGNED NOT NULL DEFAULT 0,
  after_id BIGINT UNSIGNED NULL,
  fresh_at DATETIME(6) NULL
) ENGINE = InnoDB;

-- An answer to a ticket tells its member. Only those who may read its files hand it to the site: they find what is due of
-- theirs apart from the rest.
ALTER TABLE caretaker.outbox
  ADD COLUMN ticket_message_id BIGINT UNSIGNED NULL,
  ADD COLUMN of_ticket TINYINT(1) AS (ticket_message_id IS NOT NULL) VIRTUAL,
  ADD UNIQUE KEY outbox_ticket_message (ticket_message_id),
  ADD KEY outbox_due_of (state, of_ticket, due_at, id),
  DROP KEY outbox_due;

INSERT INTO caretaker.ticket_intake (id) VALUES (1);
INSERT INTO caretaker.ticket_tally_mark (id) VALUES (1);
INSERT INTO caretaker.ticket_rules (hours, targets, warn_minutes, saved_by) VALUES (
  '{"zone":"UTC","week":[[{"from":"08:00","to":"20:00"}],[{"from":"08:00","to":"20:00"}],[{"from":"08:00","to":"20:00"}],[{"from":"08:00","to":"20:00"}],[{"from":"08:00","to":"20:00"}],[{"from":"10:00","to":"16:00"}],[]],"holidays":[]}',
  '[{"teamId":null,"priority":1,"first":1440,"next":1440,"solve":7200},{"teamId":null,"priority":2,"first":480,"next":480,"solve":2880},{"teamId":null,"priority":3,"first":120,"next":120,"solve":960},{"teamId":null,"priority":4,"first":30,"next":60,"solve":480}]',
  60, 'caretaker'
);
INSERT INTO caretaker.ticket_macro (name, actions, body) VALUES
  ('Ask for the device', '{"status":"waiting"}',
   'Hello {nickname}, thank you for writing. Which phone or computer do you use, and which version of the app or browser? With that we can look further. {me}'),
  ('Password link', '{"status":"solved","addTags":["login"]}',
   'Hello {nickname}, you can choose a new password on the sign-in page under “Forgot your password?”. The link in the message is valid for an hour. {me}'),
  ('Refund under way', '{"status":"solved","addTags":["billing"]}',
   'Hello {nickname}, we have sent back {amount}. It takes up to five days until you see it. {me}'),
  ('How to report', '{"status":"solved","addTags":["safety"]}',
   'Hello {nickname}, please use “Report” beside what troubles you: our community managers then see it as it was. {me}');
