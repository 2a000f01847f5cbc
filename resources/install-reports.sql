-- Guards the cases of reports, once the migrations have made their tables; run by the installer after them. Every
-- statement may be repeated. Why ids past 2^62 are refused, and why moments are the server's: see install-decisions.sql.

GRANT SELECT, TRIGGER ON caretaker.report_case TO caretaker_owner@localhost;
GRANT SELECT, TRIGGER ON caretaker.report_item TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (taken_at, sha256), TRIGGER ON caretaker.report_evidence TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.report_event TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.report_decision TO caretaker_owner@localhost;
GRANT SELECT, TRIGGER ON caretaker.report_step TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (at), TRIGGER ON caretaker.report_undo TO caretaker_owner@localhost;
GRANT SELECT, TRIGGER ON caretaker.report_ending TO caretaker_owner@localhost;
GRANT SELECT ON caretaker.member_decision TO caretaker_owner@localhost;
GRANT INSERT ON caretaker.change_feed TO caretaker_owner@localhost;
GRANT SELECT ON caretaker_site.report TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker.report_case_guard;
DROP TRIGGER IF EXISTS caretaker.report_case_kept;
DROP TRIGGER IF EXISTS caretaker.report_case_opened;
DROP TRIGGER IF EXISTS caretaker.report_case_changed;
DROP TRIGGER IF EXISTS caretaker.report_item_guard;
DROP TRIGGER IF EXISTS caretaker.report_evidence_guard;
DROP TRIGGER IF EXISTS caretaker.report_event_guard;
DROP TRIGGER IF EXISTS caretaker.report_decision_guard;
DROP TRIGGER IF EXISTS caretaker.report_step_guard;
DROP TRIGGER IF EXISTS caretaker.report_undo_guard;
DROP TRIGGER IF EXISTS caretaker.report_ending_guard;
DROP FUNCTION IF EXISTS caretaker_audit.can_be_queued;
DROP FUNCTION IF EXISTS caretaker_audit.is_day;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.is_day(moment DATETIME(6))
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(
  moment >= '1970-01-01' AND DAY(moment) BETWEEN 1 AND DAY(LAST_DAY(moment)), FALSE
)//

-- Whether the jobs can reckon with it and every console can show it. One row that they could not would keep all reports
-- from being read, and all cases from being listed, whoever wrote it.
CREATE DEFINER = caretaker_owner@localhost FUNCTION caretaker_audit.can_be_queued(
  opened_at DATETIME(6), last_report_at DATETIME(6), due_at DATETIME(6), rescore_at DATETIME(6),
  policy_id BIGINT UNSIGNED, reports INT UNSIGNED, reporters INT UNSIGNED, believed DOUBLE
)
  RETURNS BOOLEAN DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(
  caretaker_audit.is_day(opened_at) AND opened_at < '9000-01-01'
  AND caretaker_audit.is_day(last_report_at) AND caretaker_audit.is_day(rescore_at)
  AND caretaker_audit.is_day(due_at) AND due_at BETWEEN opened_at AND opened_at + INTERVAL 1 YEAR
  AND policy_id BETWEEN 1 AND 4611686018427387904
  AND GREATEST(reports, reporters) < 2000000000 AND believed BETWEEN 0 AND 2000000000, FALSE
)//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_case_guard
  BEFORE INSERT ON caretaker.report_case FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Cases are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT caretaker_audit.can_be_queued(
    NEW.opened_at, NEW.last_report_at, NEW.due_at, NEW.rescore_at, NEW.policy_id, NEW.reports, NEW.reporters, NEW.believed
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No queue can hold such a case. Nothing was changed.';
  END IF;
END//

-- Reports join the open case of their subject, which the unique key finds by its mark.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_case_kept
  BEFORE UPDATE ON caretaker.report_case FOR EACH ROW
BEGIN
  IF NOT (
    COALESCE(
      (NEW.state IN ('open', 'held', 'escalated') AND NEW.open_mark = 1
        OR NEW.state = 'done' AND NEW.open_mark IS NULL AND NEW.decided_at IS NOT NULL)
      AND (NEW.decided_at IS NULL OR caretaker_audit.is_day(NEW.decided_at))
      AND (NEW.held_until IS NULL OR caretaker_audit.is_day(NEW.held_until))
      -- The longest lease is that of a case that was handed over, four hours: none keeps a case from the others for good.
      AND caretaker_audit.is_day(NEW.claimed_until)
      AND (NEW.claimed_until <= OLD.claimed_until
        OR NEW.claimed_until < caretaker_audit.session_moment() + INTERVAL 1 DAY)
      AND NEW.version < 2000000000, FALSE
    )
    AND caretaker_audit.can_be_queued(
      NEW.opened_at, NEW.last_report_at, NEW.due_at, NEW.rescore_at, NEW.policy_id, NEW.reports, NEW.reporters, NEW.believed
    )
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'No queue can hold such a case. Nothing was changed.';
  END IF;
END//

-- Other consoles are told here and not by whoever changes a case: a claim is then one statement. What only moved the
-- score or made a claim last longer is no news.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_case_opened
  AFTER INSERT ON caretaker.report_case FOR EACH ROW
INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('case', NEW.id)//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_case_changed
  AFTER UPDATE ON caretaker.report_case FOR EACH ROW
BEGIN
  IF NEW.version <> OLD.version OR NOT (NEW.claim_id <=> OLD.claim_id) OR NOT (NEW.holder <=> OLD.holder) THEN
    INSERT INTO caretaker.change_feed (topic, subject_id) VALUES ('case', NEW.id);
  END IF;
END//

-- A number of a report that there is not yet would keep the report from ever being read. Where a site does not say who
-- reported, that is member 0.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_item_guard
  BEFORE INSERT ON caretaker.report_item FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM caretaker_site.report WHERE id = NEW.report_id AND NEW.reporter_id = IF(reporter_id > 0, reporter_id, 0)
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The site has no such report. Nothing was changed.';
  END IF;
  IF NOT caretaker_audit.is_day(NEW.at) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A report is of a day that there is. Nothing was changed.';
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_evidence_guard
  BEFORE INSERT ON caretaker.report_evidence FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Evidence is numbered by the server. Nothing was changed.';
  END IF;
  IF NOT COALESCE(JSON_VALID(NEW.body), FALSE) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Evidence is JSON. Nothing was changed.';
  END IF;
  -- Of a case that is still to be opened it would be taken for what was found then. What the intake keeps is shorter.
  IF CHAR_LENGTH(NEW.body) > 5000000 OR NOT EXISTS (SELECT 1 FROM caretaker.report_case WHERE id = NEW.case_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Evidence is of a case, and of bounded length. Nothing was changed.';
  END IF;
  SET NEW.taken_at = caretaker_audit.session_moment(), NEW.sha256 = SHA2(NEW.body, 256);
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_event_guard
  BEFORE INSERT ON caretaker.report_event FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Events are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_decision_guard
  BEFORE INSERT ON caretaker.report_decision FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Decisions are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.at = caretaker_audit.session_moment();
END//

-- An undo puts back what the steps name, so they name what one did oneself to the author of the case, or to its content.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_step_guard
  BEFORE INSERT ON caretaker.report_step FOR EACH ROW
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM caretaker.report_decision AS decision JOIN caretaker.report_case AS subject
      ON subject.id = decision.case_id
    WHERE decision.id = NEW.decision_id AND decision.actor = caretaker_audit.session_account()
      AND (NEW.member_decision_id IS NULL OR EXISTS (
        SELECT 1 FROM caretaker.member_decision
        WHERE id = NEW.member_decision_id AND member_id = subject.author_id
          AND actor = caretaker_audit.session_account()
      ))
      AND (NEW.content_id IS NULL OR (NEW.content_kind = subject.subject_kind AND NEW.content_id = subject.subject_id))
  ) THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'A step goes with a decision of one''s own, and is about its case. Nothing was changed.';
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_undo_guard
  BEFORE INSERT ON caretaker.report_undo FOR EACH ROW
SET NEW.at = caretaker_audit.session_moment()//

-- A session that is not strict could write days that are none, and nobody could be shown the list of what ends.
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.report_ending_guard
  BEFORE INSERT ON caretaker.report_ending FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Endings are numbered by the server. Nothing was changed.';
  END IF;
  IF NOT caretaker_audit.is_day(NEW.ends_at) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The end of a sanction is a day that there is. Nothing was changed.';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM caretaker.report_decision AS decision JOIN caretaker.report_case AS subject
      ON subject.id = decision.case_id
    WHERE decision.id = NEW.decision_id AND decision.actor = caretaker_audit.session_account()
      AND subject.id = NEW.case_id AND subject.author_id = NEW.member_id
  ) THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'An ending goes with a decision of one''s own, and is of its author. Nothing was changed.';
  END IF;
END//
DELIMITER ;
