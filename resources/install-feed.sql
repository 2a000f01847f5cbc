-- Guards the change feed, once the migrations have made it; run by the installer after them. Every statement may be
-- repeated. Everyone's entries of the record come with a row of the feed: a session that names the next id (insert_id)
-- could use up all ids at once, and nobody could do anything any more that is recorded. Why 2^62: see install.sql.

GRANT SELECT, TRIGGER ON caretaker.change_feed TO caretaker_owner@localhost;

DROP TRIGGER IF EXISTS caretaker.change_feed_guard;
DELIMITER //
CREATE DEFINER = caretaker_owner@localhost TRIGGER caretaker.change_feed_guard
  BEFORE INSERT ON caretaker.change_feed FOR EACH ROW
BEGIN
  IF GREATEST(NEW.id, @@SESSION.insert_id) > 4611686018427387904 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The change feed numbers its rows itself. Nothing was changed.';
  END IF;
END//
DELIMITER ;
