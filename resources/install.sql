-- What a database administrator installs once on the server of a community, before anyone signs in.
-- Run by `npm run connect-site`; every statement may be repeated. :owner_secret is a random password that
-- nobody keeps: the account is locked and exists only to own views, procedures, functions and triggers.
-- :makes_accounts and :requires_tls are 1 or 0.

CREATE SCHEMA IF NOT EXISTS caretaker CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE SCHEMA IF NOT EXISTS caretaker_site CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The record has a schema of its own: an admin may alter and drop tables of `caretaker`, which is what a
-- migration does, and whoever may drop a table could drop the record or its trigger.
CREATE SCHEMA IF NOT EXISTS caretaker_audit CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE USER IF NOT EXISTS caretaker_owner@localhost IDENTIFIED BY ':owner_secret' ACCOUNT LOCK;

CREATE ROLE IF NOT EXISTS caretaker_moderator;
CREATE ROLE IF NOT EXISTS caretaker_support;
CREATE ROLE IF NOT EXISTS caretaker_cto;
CREATE ROLE IF NOT EXISTS caretaker_admin;

-- Each filter of the record has the index that pages it by (at, id).
CREATE TABLE IF NOT EXISTS caretaker_audit.entry (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  -- Compared to the letter, as the server does with accounts: Mara is not mara.
  actor VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  action VARCHAR(60) NOT NULL,
  subject_kind VARCHAR(40) NOT NULL,
  subject_id VARCHAR(190) NOT NULL,
  detail TEXT NOT NULL CHECK (JSON_VALID(detail)),
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  UNIQUE KEY entry_request (request_id),
  KEY entry_at (at, id),
  KEY entry_actor (actor, at, id),
  KEY entry_actor_action (actor, action, at, id),
  KEY entry_action (action, at, id),
  KEY entry_kind (subject_kind, at, id),
  KEY entry_subject (subject_kind, subject_id, at, id)
) ENGINE = InnoDB;

-- A trigger's right to set NEW columns is the definer's UPDATE on them; nobody can use it to change a row,
-- since nobody can sign in as the owner.
GRANT INSERT, UPDATE (at, actor), TRIGGER ON caretaker_audit.entry TO caretaker_owner@localhost;
-- On the schema, not the table: MySQL refuses a view with a WHERE of its own (error 1356) to whoever reads it through
-- a role, unless its definer may read the whole schema.
GRANT SELECT ON caretaker_audit.* TO caretaker_owner@localhost;

-- Who and when are the server's word, here and below. USER() is who signed in, whatever the client claims; the host is
-- cut off from the right, since an account's name may itself hold an @. SYSDATE() is the clock on the wall, where NOW()
-- and UTC_TIMESTAMP() follow a session that has set its `timestamp`.
GRANT EXECUTE ON caretaker_audit.* TO caretaker_owner@localhost;
DROP FUNCTION IF EXISTS caretaker_audit.session_account;
DROP FUNCTION IF EXISTS caretaker_audit.session_moment;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.session_account()
  RETURNS VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NO SQL SQL SECURITY DEFINER
RETURN LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)//
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.session_moment()
  RETURNS DATETIME(6) NO SQL SQL SECURITY DEFINER
RETURN CONVERT_TZ(SYSDATE(6), @@session.time_zone, '+00:00')//
DELIMITER ;

-- A session that names the next id (insert_id) could use up all ids at once, and the record would take no more entries.
-- A replica that repeats statements names each id too, so only what no count of entries reaches is refused: 2^62.
-- MariaDB lets a session turn CHECK constraints off, hence the detail is looked at once more; and a session that is not
-- strict may give NULL for what cannot be it, which becomes an empty text after the trigger, so a NULL is no JSON either.
DROP TRIGGER IF EXISTS caretaker_audit.entry_stamp;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker_audit.entry_stamp
  BEFORE INSERT ON caretaker_audit.entry FOR EACH ROW
BEGIN
  IF @@SESSION.insert_id > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The record numbers its entries itself. Nothing was changed.';
  END IF;
  IF NOT COALESCE(JSON_VALID(NEW.detail), FALSE) OR CHAR_LENGTH(NEW.detail) > 10000 THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'The detail of an entry is JSON of at most 10000 characters. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.actor = caretaker_audit.session_account();
END//
DELIMITER ;

-- What everyone may read of the record: what they did themselves. The account is written out: a stored function here
-- would be asked for each row, and no index would serve.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
  VIEW caretaker_audit.own_entry AS
  SELECT id, at, actor, action, subject_kind, subject_id, detail, request_id
  FROM caretaker_audit.entry
  WHERE actor = CONVERT(
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1) USING utf8mb4
  ) COLLATE utf8mb4_bin;

-- What the staff note about members. Here, since an admin may do anything to a table of `caretaker`. Who wrote a note,
-- when and about whom is in no one's rights to change; the columns that are, the guard below looks after.
CREATE TABLE IF NOT EXISTS caretaker_audit.member_note (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id BIGINT UNSIGNED NOT NULL,
  author VARCHAR(80) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  body VARCHAR(4000) NOT NULL,
  pinned TINYINT(1) NOT NULL DEFAULT 0,
  edited_at DATETIME(6) NULL,
  removed_at DATETIME(6) NULL,
  request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  UNIQUE KEY member_note_request (request_id),
  KEY member_note_member (member_id, at, id),
  KEY member_note_pinned (member_id, pinned, at, id)
) ENGINE = InnoDB;

GRANT INSERT, UPDATE (at, author, pinned, edited_at, removed_at), TRIGGER
  ON caretaker_audit.member_note TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker_audit.member_note_stamp;
DROP TRIGGER IF EXISTS caretaker_audit.member_note_guard;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker_audit.member_note_stamp
  BEFORE INSERT ON caretaker_audit.member_note FOR EACH ROW
BEGIN
  -- As for entries of the record.
  IF @@SESSION.insert_id > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Notes are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.author = caretaker_audit.session_account();
END//

-- What a note says, and whether it is removed, is its author's alone; anyone may pin. A client says by any moment at
-- all that a note is removed, and the server writes down its own. Bytes are compared: to the collation, another case or
-- a space at the end would be no change. A NULL is a change as well: in a session that is not strict, the server makes an
-- empty text of it after this.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker_audit.member_note_guard
  BEFORE UPDATE ON caretaker_audit.member_note FOR EACH ROW
BEGIN
  DECLARE v_edited BOOLEAN DEFAULT NOT (CAST(NEW.body AS BINARY) <=> CAST(OLD.body AS BINARY));
  DECLARE v_moved BOOLEAN DEFAULT (NEW.removed_at IS NULL) <> (OLD.removed_at IS NULL);
  IF (v_edited OR v_moved) AND OLD.author <> caretaker_audit.session_account() THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'Only who wrote a note may change or remove it. Nothing was changed.';
  END IF;
  SET NEW.pinned = NEW.pinned <> 0,
      NEW.edited_at = IF(v_edited, caretaker_audit.session_moment(), OLD.edited_at),
      NEW.removed_at = CASE WHEN NOT v_moved THEN OLD.removed_at
                            WHEN OLD.removed_at IS NULL THEN caretaker_audit.session_moment() END;
END//
DELIMITER ;

-- The accounts of the staff that were made by the installer or through the console: the only ones that the procedures of
-- install-accounts.sql touch. No role writes here. `made_by` is the request that made it; NULL by the installer. A role ''
-- stands for an account that is being removed.
CREATE TABLE IF NOT EXISTS caretaker_audit.staff_account (
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  role VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
  made_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL
) ENGINE = InnoDB;

-- The consoles on which someone is signed in. Each looks here every second whether it is to end. Everyone sees, makes and
-- ends their own alone; so the account is part of the key, or MariaDB's REPLACE could put one's own in place of another's.
CREATE TABLE IF NOT EXISTS caretaker_audit.staff_session (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  place VARCHAR(200) NOT NULL,
  signed_in_at DATETIME(6) NOT NULL,
  last_seen_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  PRIMARY KEY (user, id),
  KEY staff_session_user (user, last_seen_at)
) ENGINE = InnoDB;
GRANT INSERT, UPDATE, DELETE ON caretaker_audit.staff_session TO caretaker_owner@localhost;
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
  VIEW caretaker_audit.own_session AS
  SELECT id, user, place, signed_in_at, last_seen_at, ended_at
  FROM caretaker_audit.staff_session
  WHERE user = CONVERT(
    LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1) USING utf8mb4
  ) COLLATE utf8mb4_bin
  WITH CASCADED CHECK OPTION;

-- What was installed, and how. A console that needs a later version says so at sign-in.
CREATE OR REPLACE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
  VIEW caretaker_audit.installed AS
  SELECT 5 AS version, :makes_accounts AS makes_accounts, :requires_tls AS requires_tls;
