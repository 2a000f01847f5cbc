-- Guards saved views, once the migrations have made their table; run by the installer after them. Every statement may be
-- repeated. A view is its owner's, whatever a client says: nobody makes one in another's name, changes or removes another's,
-- but an administrator one that is shared. Why 2^62: see install.sql.

GRANT SELECT, UPDATE (owner), TRIGGER ON caretaker.saved_view TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker.saved_view_stamp;
DROP TRIGGER IF EXISTS caretaker.saved_view_guard;
DROP TRIGGER IF EXISTS caretaker.saved_view_removal;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.saved_view_stamp
  BEFORE INSERT ON caretaker.saved_view FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Saved views are numbered by the server. Nothing was changed.';
  END IF;
  SET NEW.owner = caretaker_audit.session_account();
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.saved_view_guard
  BEFORE UPDATE ON caretaker.saved_view FOR EACH ROW
BEGIN
  IF OLD.owner <> caretaker_audit.session_account() THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Only whose view it is may change it. Nothing was changed.';
  END IF;
  SET NEW.owner = OLD.owner;
END//

CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.saved_view_removal
  BEFORE DELETE ON caretaker.saved_view FOR EACH ROW
BEGIN
  IF OLD.owner <> caretaker_audit.session_account() AND NOT (OLD.shared = 1 AND EXISTS (
    SELECT 1 FROM caretaker_audit.staff_account
    WHERE user = caretaker_audit.session_account() AND role = 'admin'
  )) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'Only whose view it is may remove it, or an administrator one that is shared. Nothing was changed.';
  END IF;
END//
DELIMITER ;
