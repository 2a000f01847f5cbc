-- Guards tickets, once the migrations have made their tables; run by the installer after them. Every statement may be
-- repeated. Why ids past 2^62 are refused, and why moments and authors are the server's: see install-decisions.sql.

GRANT SELECT, UPDATE (changed), TRIGGER ON caretaker.ticket TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, author, member_id, name, body), TRIGGER ON caretaker.ticket_message TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (owner), TRIGGER ON caretaker.ticket_scheduled TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, owner, bytes), TRIGGER ON caretaker.ticket_attachment TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, actor), TRIGGER ON caretaker.ticket_event TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, actor), TRIGGER ON caretaker.ticket_change TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, actor), TRIGGER ON caretaker.ticket_merge TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, actor, case_state, outcome), TRIGGER ON caretaker.ticket_referral TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.ticket_fact TO caretaker_owner@localhost;
GRANT SELECT ON caretaker_site.support_request TO caretaker_owner@localhost;
GRANT INSERT ON caretaker.change_feed TO caretaker_owner@localhost;
GRANT SELECT, TRIGGER ON caretaker.report_case TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker.ticket_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_kept;
DROP TRIGGER IF EXISTS caretaker.ticket_opened;
DROP TRIGGER IF EXISTS caretaker.ticket_changed;
DROP TRIGGER IF EXISTS caretaker.ticket_message_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_message_kept;
DROP TRIGGER IF EXISTS caretaker.ticket_message_written;
DROP TRIGGER IF EXISTS caretaker.ticket_scheduled_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_attachment_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_event_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_change_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_merge_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_referral_guard;
DROP TRIGGER IF EXISTS caretaker.ticket_referral_followed;
DROP TRIGGER IF EXISTS caretaker.ticket_fact_guard;
DROP FUNCTION IF EXISTS caretaker_audit.can_be_answered;
DROP FUNCTION IF EXISTS caretaker_audit.are_days;
DROP FUNCTION IF EXISTS caretaker_audit.are_ids;
DELIMITER //
-- Whether every console can show it and reckon with it: one row that they could not would keep all from being listed.
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.can_be_answered(
  channel VARCHAR(10), status VARCHAR(10), priority TINYINT UNSIGNED, rating TINYINT UNSIGNED, opened_at DATETIME(6),
  last_at DATETIME(6), due_at DATETIME(6), version INT UNSIGNED
)
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(
  channel IN ('site', 'staff')
  AND status IN ('new', 'open', 'waiting', 'hold', 'solved', 'closed')
  AND priority BETWEEN 1 AND 4
  AND (rating IS NULL OR rating BETWEEN 1 AND 5)
  AND caretaker_audit.is_day(opened_at) AND opened_at < '9000-01-01'
  AND caretaker_audit.is_day(last_at) AND caretaker_audit.is_day(due_at)
  AND version < 2000000000, FALSE
)//

-- Moments that may be missing.
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.are_days(
  a DATETIME(6), b DATETIME(6), c DATETIME(6), d DATETIME(6), e DATETIME(6)
)
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN (a IS NULL OR caretaker_audit.is_day(a)) AND (b IS NULL OR caretaker_audit.is_day(b))
  AND (c IS NULL OR caretaker_audit.is_day(c)) AND (d IS NULL OR caretaker_audit.is_day(d))
  AND (e IS NULL OR caretaker_audit.is_day(e))//

-- Numbers of what there may be, or not.
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.are_ids(
  a BIGINT UNSIGNED, b BIGINT UNSIGNED, c BIGINT UNSIGNED, d BIGINT UNSIGNED
)
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(a, 1) BETWEEN 1 AND 9223372036854775807 AND COALESCE(b, 1) BETWEEN 1 AND 9223372036854775807
  AND COALESCE(c, 1) BETWEEN 1 AND 9223372036854775807 AND COALESCE(d, 1) BETWEEN 1 AND 9223372036854775807//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_guard
  BEFORE INSERT ON caretaker.ticket FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Tickets are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT (
    caretaker_audit.can_be_answered(
      NEW.channel, NEW.status, NEW.priority, NEW.rating, NEW.opened_at, NEW.last_at, NEW.due_at, NEW.version
    )
    AND caretaker_audit.are_days(
      NEW.first_due_at, NEW.next_due_at, NEW.solve_due_at, NEW.snoozed_until, NEW.clock_since
    )
    AND caretaker_audit.are_days(NEW.first_at, NEW.asked_at, NEW.solved_at, NEW.warn_at, NEW.ask_at)
    AND caretaker_audit.are_ids(NEW.member_id, NEW.team_id, NEW.merged_into, NEW.last_message_id)
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No desk can hold such a ticket. Nothing was changed.';
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_kept
  BEFORE UPDATE ON caretaker.ticket FOR EACH ROW
BEGIN
  IF NOT (
    caretaker_audit.can_be_answered(
      NEW.channel, NEW.status, NEW.priority, NEW.rating, NEW.opened_at, NEW.last_at, NEW.due_at, NEW.version
    )
    AND caretaker_audit.are_days(
      NEW.first_due_at, NEW.next_due_at, NEW.solve_due_at, NEW.snoozed_until, NEW.clock_since
    )
    AND caretaker_audit.are_days(NEW.first_at, NEW.asked_at, NEW.solved_at, NEW.warn_at, NEW.ask_at)
    AND caretaker_audit.are_ids(NEW.member_id, NEW.team_id, NEW.merged_into, NEW.last_message_id)
    AND NOT NEW.merged_into <=> NEW.id
    -- In one leap to the highest it could never be changed again.
    AND NEW.version <= OLD.version + 1
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No desk can hold such a ticket. Nothing was changed.';
  END IF;
  -- By this a change that was made on what has changed since is told so. What a member writes bears on the status, and is
  -- by nobody, whichever console reads it.
  SET NEW.changed = OLD.changed;
  IF NEW.awaits_us = 1 AND NOT NEW.last_message_id <=> OLD.last_message_id THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.status', JSON_ARRAY(NEW.version, NULL));
  ELSEIF NEW.status <> OLD.status THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.status', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
  IF NOT NEW.priority <=> OLD.priority THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.priority', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
  IF NOT NEW.team_id <=> OLD.team_id THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.team_id', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
  IF NOT NEW.assignee <=> OLD.assignee THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.assignee', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
  IF NOT NEW.snoozed_until <=> OLD.snoozed_until THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.snoozed_until', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
  IF NOT NEW.subject <=> OLD.subject THEN
    SET NEW.changed = JSON_SET(NEW.changed, '$.subject', JSON_ARRAY(NEW.version, caretaker_audit.session_account()));
  END IF;
END//

-- Other consoles are told here and not by whoever changes a ticket, so that taking one is one statement.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_opened
  AFTER INSERT ON caretaker.ticket FOR EACH ROW
INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('ticket', NEW.id)//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_changed
  AFTER UPDATE ON caretaker.ticket FOR EACH ROW
BEGIN
  IF NEW.version <> OLD.version OR NOT (NEW.assignee <=> OLD.assignee) THEN
    INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('ticket', NEW.id);
  END IF;
END//

-- What a member wrote is what the site has; what a colleague wrote is by who writes it, or by whom it was scheduled.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_message_guard
  BEFORE INSERT ON caretaker.ticket_message FOR EACH ROW
BEGIN
  DECLARE v_owner VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_found BOOLEAN DEFAULT FALSE;
  DECLARE v_member BIGINT;
  DECLARE v_name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
  DECLARE v_body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Messages are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM caretaker.ticket WHERE id = NEW.ticket_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A message is of a ticket. Nothing was changed.';
  END IF;
  IF NEW.kind = 'in' THEN
    SELECT TRUE, IF(member_id > 0, member_id, NULL), LEFT(name, 120), LEFT(COALESCE(body, ''), 20000)
      INTO v_found, v_member, v_name, v_body
      FROM caretaker_site.support_request WHERE id = NEW.site_request_id;
    IF NOT v_found OR NOT caretaker_audit.is_day(NEW.at)
      OR NEW.at > caretaker_audit.session_moment() + INTERVAL 1 MINUTE THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The site has no such request. Nothing was changed.';
    END IF;
    SET NEW.author = NULL, NEW.member_id = v_member, NEW.body = v_body,
        NEW.name = IF(TRIM(v_name) > '', v_name, NEW.name);
  ELSE
    IF NEW.kind NOT IN ('out', 'note', 'question') OR NEW.site_request_id IS NOT NULL THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such kind of message. Nothing was changed.';
    END IF;
    SET NEW.at = caretaker_audit.session_moment();
    IF NEW.kind = 'question' THEN
      SET NEW.author = NULL;
    ELSEIF NEW.scheduled_id IS NULL THEN
      SET NEW.author = caretaker_audit.session_account();
    ELSE
      SELECT owner INTO v_owner FROM caretaker.ticket_scheduled
        WHERE id = NEW.scheduled_id AND CAST(body AS BINARY) = CAST(NEW.body AS BINARY);
      IF v_owner IS NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Nobody scheduled such a reply. Nothing was changed.';
      END IF;
      SET NEW.author = v_owner;
    END IF;
  END IF;
END//

-- A merge moves messages to another ticket; what one said oneself, and nothing else, can be taken back.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_message_kept
  BEFORE UPDATE ON caretaker.ticket_message FOR EACH ROW
BEGIN
  IF NEW.ticket_id <> OLD.ticket_id AND NOT EXISTS (SELECT 1 FROM caretaker.ticket WHERE id = NEW.ticket_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A message is of a ticket. Nothing was changed.';
  END IF;
  IF NOT NEW.withdrawn <=> OLD.withdrawn AND NOT OLD.author <=> caretaker_audit.session_account() THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Only who wrote a message takes it back. Nothing was changed.';
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_message_written
  AFTER INSERT ON caretaker.ticket_message FOR EACH ROW
INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('ticket', NEW.ticket_id)//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_scheduled_guard
  BEFORE INSERT ON caretaker.ticket_scheduled FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Scheduled replies are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT caretaker_audit.is_day(NEW.send_at) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A reply goes on a day that there is. Nothing was changed.';
  END IF;
  SET NEW.owner = caretaker_audit.session_account();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_attachment_guard
  BEFORE INSERT ON caretaker.ticket_attachment FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Files are numbered by the server. Nothing was changed.';
  END IF;
  IF OCTET_LENGTH(NEW.content) > 4000000 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A file is at most 4 MB large. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.owner = caretaker_audit.session_account(),
      NEW.bytes = OCTET_LENGTH(NEW.content);
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_event_guard
  BEFORE INSERT ON caretaker.ticket_event FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Events are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.actor = caretaker_audit.session_account();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_change_guard
  BEFORE INSERT ON caretaker.ticket_change FOR EACH ROW
SET NEW.at = caretaker_audit.session_moment(), NEW.actor = caretaker_audit.session_account()//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_merge_guard
  BEFORE INSERT ON caretaker.ticket_merge FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Merges are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.actor = caretaker_audit.session_account();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_referral_guard
  BEFORE INSERT ON caretaker.ticket_referral FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Referrals are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment(), NEW.actor = caretaker_audit.session_account();
END//

-- Support may not read cases, but learns what became of those that it asked for.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_referral_followed
  AFTER UPDATE ON caretaker.report_case FOR EACH ROW
BEGIN
  IF NEW.state <> OLD.state OR NOT (NEW.outcome <=> OLD.outcome) THEN
    INSERT INTO caretaker.change_feed (topic, subject_id)
      SELECT 'ticket', ticket_id FROM caretaker.ticket_referral WHERE case_id = NEW.id;
    UPDATE caretaker.ticket_referral SET case_state = NEW.state, outcome = NEW.outcome WHERE case_id = NEW.id;
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_fact_guard
  BEFORE INSERT ON caretaker.ticket_fact FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Facts are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment();
END//
DELIMITER ;
