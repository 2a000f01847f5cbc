-- Reports: policies, cases, their evidence, decisions about them

-- What the community does not want. A policy is never removed from here, since decisions name it; `version` is its
-- newest. One is the fallback, for reports whose reason none names.
CREATE TABLE caretaker.policy (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version INT UNSIGNED NOT NULL,
  fallback TINYINT(1) NOT NULL DEFAULT 0,
  removed_at DATETIME(6) NULL
) ENGINE = InnoDB;

-- Each saved state of a policy. `danger` is life or minors; `actions` and `reasons` are JSON lists.
CREATE TABLE caretaker.policy_version (
  policy_id BIGINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  name VARCHAR(60) NOT NULL,
  body TEXT NOT NULL,
  severity TINYINT UNSIGNED NOT NULL,
  danger VARCHAR(8) CHARACTER SET ascii NULL,
  target_minutes INT UNSIGNED NOT NULL,
  actions TEXT NOT NULL,
  reasons TEXT NOT NULL,
  member_template TEXT NOT NULL,
  reporter_template TEXT NOT NULL,
  saved_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  saved_by VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  PRIMARY KEY (policy_id, version)
) ENGINE = InnoDB;

-- Points for each unit of a term of the score; the newest row holds.
CREATE TABLE caretaker.report_weights (
  version INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  severity SMALLINT UNSIGNED NOT NULL,
  reporters SMALLINT UNSIGNED NOT NULL,
  reach SMALLINT UNSIGNED NOT NULL,
  age SMALLINT UNSIGNED NOT NULL,
  saved_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  saved_by VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  )
) ENGINE = InnoDB;

-- What the digits of the keyboard decide; `actions` is a JSON list.
CREATE TABLE caretaker.report_preset (
  digit TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  policy_id BIGINT UNSIGNED NULL,
  actions TEXT NOT NULL,
  tell_member TINYINT(1) NOT NULL,
  tell_reporters TINYINT(1) NOT NULL
) ENGINE = InnoDB;

-- One case for one subject: while it is not done, `open_mark` is 1, and a second one is refused by the unique key.
-- Every order of the queue has the index that pages it. A claim is a lease: past `claimed_until` it is nobody's. The
-- terms of the score stand in columns, so that weights can be tried without reading the reports again.
CREATE TABLE caretaker.report_case (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  subject_kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id BIGINT UNSIGNED NOT NULL,
  author_id BIGINT UNSIGNED NULL,
  open_mark TINYINT UNSIGNED NULL DEFAULT 1,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
  policy_id BIGINT UNSIGNED NOT NULL,
  excerpt VARCHAR(160) NOT NULL,
  has_media TINYINT(1) NOT NULL DEFAULT 0,
  -- The reasons given, the most frequent first: a JSON list of at most three.
  reasons VARCHAR(250) NOT NULL,
  language CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'und',
  opened_at DATETIME(6) NOT NULL,
  last_report_at DATETIME(6) NOT NULL,
  due_at DATETIME(6) NOT NULL,
  reports INT UNSIGNED NOT NULL,
  reporters INT UNSIGNED NOT NULL,
  danger VARCHAR(8) CHARACTER SET ascii NULL,
  severity TINYINT UNSIGNED NOT NULL,
  -- The weights of its distinct reporters, added up.
  believed DOUBLE NOT NULL,
  reach INT UNSIGNED NOT NULL,
  -- How many steps of its target time have passed; see core/reports/score.ts.
  age_step TINYINT UNSIGNED NOT NULL,
  -- The sum of the terms in hundredths of a point; a case of danger stands above all others.
  score INT NOT NULL,
  -- When the age term next changes; far away where it does not any more.
  rescore_at DATETIME(6) NOT NULL,
  holder VARCHAR(80) COLLATE utf8mb4_bin NULL,
  claim_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  claimed_until DATETIME(6) NOT NULL DEFAULT '1970-01-01 00:00:00',
  -- Handed to the holder by a colleague, and not yet looked at: theirs before any other.
  handed TINYINT(1) NOT NULL DEFAULT 0,
  held_until DATETIME(6) NULL,
  set_by VARCHAR(80) COLLATE utf8mb4_bin NULL,
  decided_at DATETIME(6) NULL,
  outcome VARCHAR(200) NULL,
  -- Where repeats are muted: the hash of the evidence they are muted for.
  muted_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  version INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY report_case_open (subject_kind, subject_id, open_mark),
  UNIQUE KEY report_case_claim (claim_id),
  KEY report_case_subject (subject_kind, subject_id, id),
  KEY report_case_queue (state, score DESC, id),
  KEY report_case_policy (state, policy_id, score DESC, id),
  KEY report_case_kind (state, subject_kind, score DESC, id),
  KEY report_case_language (state, language, score DESC, id),
  KEY report_case_author (author_id, state, score DESC, id),
  KEY report_case_opened (state, opened_at, id),
  KEY report_case_holder (holder, handed, claimed_until),
  KEY report_case_set (set_by, state),
  KEY report_case_held (state, held_until, id),
  KEY report_case_done (state, decided_at, id),
  KEY report_case_rescore (state, rescore_at, id)
) ENGINE = InnoDB;

-- Which report of the site went into which case: each once, by its primary key. `weight` is how far its reporter was
-- believed then; `muted` one that came while repeats were muted.
CREATE TABLE caretaker.report_item (
  report_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  case_id BIGINT UNSIGNED NOT NULL,
  reporter_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL,
  reason VARCHAR(60) NOT NULL,
  note TEXT NULL,
  weight DOUBLE NOT NULL,
  muted TINYINT(1) NOT NULL DEFAULT 0,
  KEY report_item_case (case_id, report_id),
  KEY report_item_reporter (reporter_id, case_id)
) ENGINE = InnoDB;

-- What was reported, as it was then, and never changed: JSON, with the hash of its text.
CREATE TABLE caretaker.report_evidence (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT UNSIGNED NOT NULL,
  taken_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  -- The hash of what was reported alone, without what surrounds it: by it an edit is known.
  subject_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMTEXT NOT NULL,
  UNIQUE KEY report_evidence_case (case_id, subject_sha256)
) ENGINE = InnoDB;

-- How often each reporter was right: led to something, or was dismissed.
CREATE TABLE caretaker.reporter (
  member_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  right_count INT UNSIGNED NOT NULL DEFAULT 0,
  wrong_count INT UNSIGNED NOT NULL DEFAULT 0
) ENGINE = InnoDB;

-- How far the site's reports were read: up to `after_id`, apart from those that are still to appear, which the primary
-- key of report_item tells from those that were. One row.
CREATE TABLE caretaker.report_intake (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  turn BIGINT UNSIGNED NOT NULL DEFAULT 0,
  after_id BIGINT UNSIGNED NULL,
  fresh_at DATETIME(6) NULL,
  -- The weights that all scores were reckoned with, and from which case downwards those of `weights` still are to be.
  weights INT UNSIGNED NOT NULL DEFAULT 1,
  rescore_below BIGINT UNSIGNED NULL
) ENGINE = InnoDB;

-- What happened to a case.
CREATE TABLE caretaker.report_event (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  -- Done by a job, whoever's console it ran on.
  by_job TINYINT(1) NOT NULL DEFAULT 0,
  detail TEXT NOT NULL,
  KEY report_event_case (case_id, id)
) ENGINE = InnoDB;

-- What staff decided about a case. `before_case` is what an undo puts back of the case, as JSON; what it puts back of
-- member and content stands in report_step.
CREATE TABLE caretaker.report_decision (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  run_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  case_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  policy_id BIGINT UNSIGNED NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  actions TEXT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  before_case TEXT NOT NULL,
  UNIQUE KEY report_decision_request (request_id),
  KEY report_decision_case (case_id, id),
  KEY report_decision_run (run_id, id)
) ENGINE = InnoDB;

-- What a decision did on the site, in order: a decision about the member, or content that was hidden.
CREATE TABLE caretaker.report_step (
  decision_id BIGINT UNSIGNED NOT NULL,
  step TINYINT UNSIGNED NOT NULL,
  action VARCHAR(20) CHARACTER SET ascii NOT NULL,
  member_decision_id BIGINT UNSIGNED NULL,
  content_kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
  content_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (decision_id, step),
  KEY report_step_member (member_decision_id),
  KEY report_step_content (content_kind, content_id, decision_id)
) ENGINE = InnoDB;

-- Which decisions were taken back, each once at most.
CREATE TABLE caretaker.report_undo (
  decision_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  UNIQUE KEY report_undo_request (request_id)
) ENGINE = InnoDB;

-- Sanctions of decisions that end by themselves. `open_mark` is 1 until someone says that they know, or it was taken
-- back; `reminded_at` when the staff was told.
CREATE TABLE caretaker.report_ending (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  decision_id BIGINT UNSIGNED NOT NULL,
  case_id BIGINT UNSIGNED NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  remind_at DATETIME(6) NOT NULL,
  open_mark TINYINT UNSIGNED NULL DEFAULT 1,
  reminded_at DATETIME(6) NULL,
  UNIQUE KEY report_ending_decision (decision_id, kind),
  KEY report_ending_open (open_mark, ends_at, id),
  KEY report_ending_remind (open_mark, reminded_at, remind_at, id)
) ENGINE = InnoDB;

-- Who looks at something at this moment. A row counts for half a minute after `seen_at`.
CREATE TABLE caretaker.looking (
  subject_kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id BIGINT UNSIGNED NOT NULL,
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  writing TINYINT(1) NOT NULL DEFAULT 0,
  seen_at DATETIME(6) NOT NULL,
  PRIMARY KEY (subject_kind, subject_id, user),
  KEY looking_seen (seen_at)
) ENGINE = InnoDB;

-- A decision about a case tells its author and its reporters, each once.
ALTER TABLE caretaker.outbox
  ADD COLUMN report_decision_id BIGINT UNSIGNED NULL,
  ADD UNIQUE KEY outbox_report_decision (report_decision_id, member_id);

INSERT INTO caretaker.report_intake (id) VALUES (1);
INSERT INTO caretaker.report_weights (severity, reporters, reach, age, saved_by) VALUES (20, 10, 5, 10, 'caretaker');
-- What a community can begin with; an administrator changes all of it under Settings.
INSERT INTO caretaker.policy (id, version, fallback) VALUES
  (1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 1, 0), (5, 1, 0), (6, 1, 0), (7, 1, 0), (8, 1, 1);
INSERT INTO caretaker.policy_version
  (policy_id, version, name, body, severity, danger, target_minutes, actions, reasons, member_template,
   reporter_template, saved_by)
VALUES
  (1, 1, 'Danger to life', 'Nobody threatens another''s life, and nobody is left alone who speaks of ending their own.',
   5, 'life', 60, '["dismiss","hide","warn","suspend","ban","escalate"]', '["self-harm","suicide","threat of violence"]',
   'Hello {nickname}, {subject} was looked at by a person of our team. {outcome}. If you or someone else is in danger, please call the emergency services now. Our rule: {rule}',
   'Thank you for telling us, {nickname}. A person of our team looked at it at once. {outcome}.', 'caretaker'),
  (2, 1, 'Safety of minors', 'This community is for adults. Nobody under age takes part, and nothing here sexualises minors.',
   5, 'minors', 60, '["dismiss","hide","suspend","ban","escalate"]', '["underage","child safety"]',
   'Hello {nickname}, {subject} was looked at by a person of our team. {outcome}. Our rule: {rule}',
   'Thank you for telling us, {nickname}. A person of our team looked at it at once. {outcome}.', 'caretaker'),
  (3, 1, 'Hate', 'Nobody is attacked for who they are: origin, faith, sex, orientation, disability or age.',
   4, NULL, 720, '["dismiss","dismiss-and-mute","hide","warn","mute","suspend","ban","escalate"]', '["hate speech","hate"]',
   'Hello {nickname}, {subject} broke our rule on hate: {rule} {outcome}.',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker'),
  (4, 1, 'Harassment', 'Nobody is insulted, threatened or followed from place to place. Who asks to be left alone is left alone.',
   4, NULL, 720, '["dismiss","dismiss-and-mute","hide","warn","mute","suspend","ban","escalate"]', '["harassment","bullying"]',
   'Hello {nickname}, {subject} broke our rule on harassment: {rule} {outcome}.',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker'),
  (5, 1, 'Impersonation', 'Nobody pretends to be someone else, or shows another''s pictures as their own.',
   3, NULL, 1440, '["dismiss","dismiss-and-mute","hide","warn","suspend","ban","escalate"]', '["impersonation","fake account"]',
   'Hello {nickname}, {subject} broke our rule on impersonation: {rule} {outcome}.',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker'),
  (6, 1, 'Nudity without a mark', 'Pictures for adults are marked as such, and show only who agreed to it.',
   2, NULL, 1440, '["dismiss","dismiss-and-mute","hide","warn","mute","suspend","escalate"]', '["nudity","sexual content"]',
   'Hello {nickname}, {subject} was not marked as our rule asks: {rule} {outcome}.',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker'),
  (7, 1, 'Spam', 'No advertising, no links posted again and again, no accounts made for either.',
   2, NULL, 1440, '["dismiss","dismiss-and-mute","hide","warn","mute","suspend","ban","escalate"]', '["spam"]',
   'Hello {nickname}, {subject} was taken for spam. {outcome}. Our rule: {rule}',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker'),
  (8, 1, 'Something else', 'What no other rule names, and still has no place here.',
   1, NULL, 4320, '["dismiss","dismiss-and-mute","hide","warn","mute","suspend","ban","escalate"]', '["other"]',
   'Hello {nickname}, {subject} was looked at by a person of our team. {outcome}.',
   'Thank you for your report, {nickname}. {outcome}.', 'caretaker');
INSERT INTO caretaker.report_preset (digit, name, policy_id, actions, tell_member, tell_reporters) VALUES
  (1, 'Nothing wrong', NULL, '[{"kind":"dismiss","minutes":null}]', 0, 1),
  (2, 'Nothing wrong, mute repeats', NULL, '[{"kind":"dismiss-and-mute","minutes":null}]', 0, 1),
  (3, 'Hide', NULL, '[{"kind":"hide","minutes":null}]', 1, 1),
  (4, 'Hide and warn', NULL, '[{"kind":"hide","minutes":null},{"kind":"warn","minutes":null}]', 1, 1),
  (5, 'Hide and mute for a day', NULL, '[{"kind":"hide","minutes":null},{"kind":"mute","minutes":1440}]', 1, 1),
  (6, 'Hide and suspend for a week', NULL, '[{"kind":"hide","minutes":null},{"kind":"suspend","minutes":10080}]', 1, 1),
  (7, 'Hide and ban', NULL, '[{"kind":"hide","minutes":null},{"kind":"ban","minutes":null}]', 1, 1),
  (8, 'Spam: hide and ban, tell nobody', 7, '[{"kind":"hide","minutes":null},{"kind":"ban","minutes":null}]', 0, 0),
  (9, 'Escalate', NULL, '[{"kind":"escalate","minutes":null}]', 0, 0);
