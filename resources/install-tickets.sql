-- Guards tickets, once the migrations have made their tables; run by the installer after them. Every statement may be
-- repeated. Why ids past 2^62 are refused, and why moments and authors are the server's: see install-decisions.sql.

GRANT SELECT, TRIGGER ON caretaker.ticket TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at, author), TRIGGER ON caretaker.ticket_message TO caretaker_owner@localhost;
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
DELIMITER //
-- Whether every console can show it and reckon with it: one row that they could not would keep all from being listed.
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.can_be_answered(
  channel VARCHAR(10), status VARCHAR(10), priority TINYINT UNSIGNED, opened_at DATETIME(6), last_at DATETIME(6),
  due_at DATETIME(6), version INT UNSIGNED
)
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(
  channel IN ('site', 'staff')
  AND status IN ('new', 'open', 'waiting', 'hold', 'solved', 'closed')
  AND priority BETWEEN 1 AND 4
  AND caretaker_audit.is_day(opened_at) AND opened_at < '9000-01-01'
  AND caretaker_audit.is_day(last_at) AND caretaker_audit.is_day(due_at)
  AND version < 2000000000, FALSE
)//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_guard
  BEFORE INSERT ON caretaker.ticket FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Tickets are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT caretaker_audit.can_be_answered(
    NEW.channel, NEW.status, NEW.priority, NEW.opened_at, NEW.last_at, NEW.due_at, NEW.version
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No desk can hold such a ticket. Nothing was changed.';
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.ticket_kept
  BEFORE UPDATE ON caretaker.ticket FOR EACH ROW
BEGIN
  IF NOT caretaker_audit.can_be_answered(
    NEW.channel, NEW.status, NEW.priority, NEW.opened_at, NEW.last_at, NEW.due_at, NEW.version
  )
    OR NEW.merged_into <=> NEW.id
    OR NOT (NEW.snoozed_until IS NULL OR caretaker_audit.is_day(NEW.snoozed_until))
    OR NOT (NEW.clock_since IS NULL OR caretaker_audit.is_day(NEW.clock_since)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No desk can hold such a ticket. Nothing was changed.';
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
  DECLARE v_owner VARCHAR(80) COLLATE utf8mb4_bin;
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Messages are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM caretaker.ticket WHERE id = NEW.ticket_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A message is of a ticket. Nothing was changed.';
  END IF;
  IF NEW.kind = 'in' THEN
    IF NOT EXISTS (SELECT 1 FROM caretaker_site.support_request WHERE id = NEW.site_request_id)
      OR NOT caretaker_audit.is_day(NEW.at) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The site has no such request. Nothing was changed.';
    END IF;
    SET NEW.author = NULL;
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
