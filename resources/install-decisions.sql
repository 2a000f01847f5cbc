-- Guards what staff decide about members, once the migrations have made its tables; run by the installer after them.
-- Every statement may be repeated. A session that names the next id (insert_id) could use up all ids at once, and nobody
-- could act on a member any more. Why 2^62: see install.sql. A session that moved its own clock could have an undo reckon
-- with another moment: the server's clock on the wall is written down. A session that is not strict could write days that
-- are none, and no console could show what was decided about the member any more. A message is part of a decision of one's own: it is
-- shown as its decider's words, and whichever console is first hands it to the site.

GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.member_decision TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.member_undo TO caretaker_owner@localhost;
GRANT SELECT, TRIGGER ON caretaker.outbox TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.report_decision TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.report_case TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.report_item TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.ticket TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.ticket_message TO caretaker_owner@localhost;
GRANT INSERT ON caretaker.change_feed TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker.member_decision_guard;
DROP TRIGGER IF EXISTS caretaker.member_undo_guard;
DROP TRIGGER IF EXISTS caretaker.outbox_guard;
DROP TRIGGER IF EXISTS caretaker.outbox_told;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.member_decision_guard
  BEFORE INSERT ON caretaker.member_decision FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Decisions are numbered by the server. Nothing was changed.';
  END IF;
  IF NEW.until IS NOT NULL
    AND NOT COALESCE(NEW.until >= '1970-01-01' AND DAY(NEW.until) <= DAY(LAST_DAY(NEW.until)), FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The end of a decision is a day that there is. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.member_undo_guard
  BEFORE INSERT ON caretaker.member_undo FOR EACH ROW
SET NEW.at = caretaker_audit.session_moment()//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.outbox_guard
  BEFORE INSERT ON caretaker.outbox FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Messages are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT (
    NEW.report_decision_id IS NULL AND NEW.ticket_message_id IS NULL AND EXISTS (
      SELECT 1 FROM caretaker.member_decision
      WHERE id = NEW.decision_id AND member_id = NEW.member_id AND actor = caretaker_audit.session_account()
    )
    OR NEW.decision_id IS NULL AND NEW.ticket_message_id IS NULL AND EXISTS (
      SELECT 1 FROM caretaker.report_decision AS decision JOIN caretaker.report_case AS subject
        ON subject.id = decision.case_id
      WHERE decision.id = NEW.report_decision_id AND decision.actor = caretaker_audit.session_account()
        AND (subject.author_id = NEW.member_id OR EXISTS (
          SELECT 1 FROM caretaker.report_item
          WHERE reporter_id = NEW.member_id AND case_id = decision.case_id
        ))
    )
    -- What a job sends is a reply that a colleague scheduled, letter by letter, or the question how it was.
    OR NEW.decision_id IS NULL AND NEW.report_decision_id IS NULL AND EXISTS (
      SELECT 1 FROM caretaker.ticket_message AS message JOIN caretaker.ticket AS subject
        ON subject.id = message.ticket_id
      WHERE message.id = NEW.ticket_message_id AND message.kind IN ('out', 'question')
        AND subject.member_id = NEW.member_id
        AND CAST(message.body AS BINARY) = CAST(NEW.body AS BINARY)
        AND (message.author = caretaker_audit.session_account() OR message.scheduled_id IS NOT NULL
          OR message.kind = 'question')
    )
  ) THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'A message goes with a decision or an answer of one''s own that concerns that member. Nothing was changed.';
  END IF;
END//

-- Who hands a message to the site may not read the case that it tells of; its page is told here how it went. What an undo
-- stops comes with a change of the case itself.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.outbox_told
  AFTER UPDATE ON caretaker.outbox FOR EACH ROW
BEGIN
  IF NEW.report_decision_id IS NOT NULL AND NEW.state <> 'cancelled'
    AND (NEW.state <> OLD.state OR NEW.tries <> OLD.tries) THEN
    INSERT INTO caretaker.change_feed (topic, subject_id)
      SELECT 'case', case_id FROM caretaker.report_decision WHERE id = NEW.report_decision_id;
  END IF;
  IF NEW.ticket_message_id IS NOT NULL AND (NEW.state <> OLD.state OR NEW.tries <> OLD.tries) THEN
    INSERT INTO caretaker.change_feed (topic, subject_id)
      SELECT 'ticket', ticket_id FROM caretaker.ticket_message WHERE id = NEW.ticket_message_id;
  END IF;
END//
DELIMITER ;
