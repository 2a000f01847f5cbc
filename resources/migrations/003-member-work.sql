-- Decisions about members, messages to them, saved views

-- A row for each member who was ever acted on. Whoever acts locks it first, so that two act one after the other.
CREATE TABLE caretaker.member_turn (
  member_id BIGINT UNSIGNED NOT NULL PRIMARY KEY
) ENGINE = InnoDB;

-- What staff decided about a member through the console. Who, when and why stand on record too; this is what an undo
-- needs: the state before, and the state that the decision left. The actor is the server's word: no role but the
-- administrator's may write the column. The host is cut off from the right, since an account's name may hold an @.
CREATE TABLE caretaker.member_decision (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  run_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  action VARCHAR(40) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  until DATETIME(6) NULL,
  before_state TEXT NOT NULL,
  after_state TEXT NOT NULL,
  UNIQUE KEY member_decision_request (request_id),
  KEY member_decision_member (member_id, id),
  KEY member_decision_run (run_id, id)
) ENGINE = InnoDB;

-- Which decisions were taken back, each once at most.
CREATE TABLE caretaker.member_undo (
  decision_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Where a ban was put back: since when the site has it. By this the undo of that ban knows it again.
  banned_at DATETIME(6) NULL,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT (
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
  ),
  UNIQUE KEY member_undo_request (request_id)
) ENGINE = InnoDB;

-- Messages that wait for the site to take them, written in the transaction of what they are about.
CREATE TABLE caretaker.outbox (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  decision_id BIGINT UNSIGNED NULL,
  body TEXT NOT NULL,
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  state VARCHAR(12) CHARACTER SET ascii NOT NULL DEFAULT 'waiting',
  -- Not before this: a moment in which an undo still stops it, then the next try.
  due_at DATETIME(6) NOT NULL,
  tries INT UNSIGNED NOT NULL DEFAULT 0,
  last_error VARCHAR(500) NULL,
  done_at DATETIME(6) NULL,
  UNIQUE KEY outbox_request (request_id),
  KEY outbox_due (state, due_at, id),
  -- A decision says one thing to its member.
  UNIQUE KEY outbox_decision (decision_id)
) ENGINE = InnoDB;

CREATE TABLE caretaker.saved_view (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  owner VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  workspace VARCHAR(20) CHARACTER SET ascii NOT NULL,
  name VARCHAR(60) NOT NULL,
  shared TINYINT(1) NOT NULL DEFAULT 0,
  address VARCHAR(2000) NOT NULL,
  saved_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE KEY saved_view_name (owner, workspace, name),
  KEY saved_view_shared (workspace, shared, name)
) ENGINE = InnoDB;
