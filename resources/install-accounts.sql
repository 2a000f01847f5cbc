-- Lets the console's admins make, change and remove the accounts of the staff. Run by the installer where the database's
-- administrator says so, and taken back by install-no-accounts.sql. Every statement may be repeated.
--
-- Whoever holds CREATE USER may change anyone's password, so no role of the console gets it. The locked account
-- caretaker_owner@localhost does, and uses it in these procedures alone: for the four roles, and for accounts that are
-- listed in caretaker_audit.staff_account because they were made here or by the installer. Nobody's role writes to that
-- list. CONNECTION ADMIN and PROCESS serve to end the sessions of an account that lost its role or its password.
--
-- Statements about accounts commit what went before, so nothing here can be rolled back. Each procedure first looks
-- whether it may act, writes its entry of the record and commits; each of its steps may then be repeated: a call with
-- the same request id goes on where the first was cut off, without a second entry.

-- A procedure keeps the mode it was made in: with NO_BACKSLASH_ESCAPES a QUOTE() would not hold what it quotes.
SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
GRANT CREATE USER, PROCESS, /*M! CONNECTION ADMIN */ /*!80000 CONNECTION_ADMIN */ ON *.* TO caretaker_owner@localhost;
GRANT caretaker_moderator TO caretaker_owner@localhost WITH ADMIN OPTION;
GRANT caretaker_support TO caretaker_owner@localhost WITH ADMIN OPTION;
GRANT caretaker_cto TO caretaker_owner@localhost WITH ADMIN OPTION;
GRANT caretaker_admin TO caretaker_owner@localhost WITH ADMIN OPTION;
-- Names alone: a name that is any account's already must not become a second one's.
GRANT SELECT (User) ON mysql.user TO caretaker_owner@localhost;
GRANT INSERT, UPDATE, DELETE ON caretaker_audit.staff_account TO caretaker_owner@localhost;

DROP PROCEDURE IF EXISTS caretaker_audit.staff_run;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_check;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_note;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_give_role;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_end_sessions;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_add;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_set_role;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_set_password;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_remove;

DELIMITER //
-- Runs a statement made of checked parts. A variable of the session is the one place that PREPARE takes it from.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_run(p_statement TEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET @caretaker_statement = NULL; RESIGNAL; END;
  SET @caretaker_statement = p_statement;
  PREPARE caretaker_statement FROM @caretaker_statement;
  EXECUTE caretaker_statement;
  DEALLOCATE PREPARE caretaker_statement;
  SET @caretaker_statement = NULL;
END//

-- What goes into a statement: a NULL is not looked at. Written as what must not be in it, since `$` would let a line
-- break at the end pass.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_check(
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_role VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_password VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  IF p_user IS NULL OR p_user NOT REGEXP '^[a-z]' OR p_user REGEXP '[^a-z0-9._-]'
    OR CHAR_LENGTH(p_user) NOT BETWEEN 2 AND 32 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'An account has 2 to 32 small letters, digits, dots, dashes or underscores. Nothing was changed.';
  END IF;
  IF p_user = caretaker_audit.session_account() THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'Nobody does this to their own account; another administrator can. Nothing was changed.';
  END IF;
  IF p_role IS NOT NULL AND p_role NOT IN ('moderator', 'support', 'cto', 'admin') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such role of the console. Nothing was changed.';
  END IF;
  IF p_password IS NOT NULL
    AND (p_password REGEXP '[^A-Za-z0-9_-]' OR CHAR_LENGTH(p_password) NOT BETWEEN 16 AND 64) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'A password given here has 16 to 64 letters, digits, dashes or underscores. Nothing was changed.';
  END IF;
END//

-- The entry of the record. The same request may come again after a lost line, for a short while: who could use one
-- request for ever would act without a further entry.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_note(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_action VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_detail TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM caretaker_audit.entry
    WHERE request_id = CONVERT(p_request_id USING ascii) COLLATE ascii_bin
      AND action = p_action AND subject_kind = 'staff' AND subject_id = p_user AND detail = p_detail
      AND actor = caretaker_audit.session_account()
      AND at > caretaker_audit.session_moment() - INTERVAL 5 MINUTE
  ) THEN
    INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
    VALUES (p_action, 'staff', p_user, p_detail, p_request_id);
  END IF;
END//

-- The account has this role and no other. MariaDB lets only who may write to its own tables name a role for another's
-- start, so there a session names it, as the console does.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_give_role(
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_role VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_account VARCHAR(100) DEFAULT CONCAT(QUOTE(p_user), '@', QUOTE('%'));
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1962, 3530 BEGIN END; -- not held
    IF p_role <> 'moderator' THEN
      CALL caretaker_audit.staff_run(CONCAT('REVOKE caretaker_moderator FROM ', v_account));
    END IF;
    IF p_role <> 'support' THEN
      CALL caretaker_audit.staff_run(CONCAT('REVOKE caretaker_support FROM ', v_account));
    END IF;
    IF p_role <> 'cto' THEN
      CALL caretaker_audit.staff_run(CONCAT('REVOKE caretaker_cto FROM ', v_account));
    END IF;
    IF p_role <> 'admin' THEN
      CALL caretaker_audit.staff_run(CONCAT('REVOKE caretaker_admin FROM ', v_account));
    END IF;
  END;
  IF p_role <> '' THEN
    CALL caretaker_audit.staff_run(CONCAT('GRANT caretaker_', p_role, ' TO ', v_account));
    IF VERSION() NOT LIKE '%MariaDB%' THEN
      CALL caretaker_audit.staff_run(CONCAT('ALTER USER ', v_account, ' DEFAULT ROLE caretaker_', p_role));
    END IF;
  END IF;
END//

-- A session of MariaDB keeps the role that it has set, and either server lets one go on whose account is gone.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_end_sessions(
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_session BIGINT UNSIGNED DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; -- ended by itself
  IF VERSION() LIKE '%MariaDB%' THEN
    CALL caretaker_audit.staff_run(CONCAT('KILL USER ', QUOTE(p_user), '@', QUOTE('%')));
  ELSE
    WHILE v_session IS NOT NULL DO
      SELECT MIN(ID) INTO v_session FROM performance_schema.processlist
      WHERE ID > v_session AND CAST(USER AS BINARY) = CAST(p_user AS BINARY);
      IF v_session IS NOT NULL THEN
        KILL v_session;
      END IF;
    END WHILE;
  END IF;
END//

-- Makes an account, which may come from any host. One whose name the server knows already is refused: it is another's.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_account_add(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_password VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_role VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_is_repeat BOOLEAN DEFAULT EXISTS (
    SELECT 1 FROM caretaker_audit.staff_account
    WHERE user = p_user AND role = p_role AND made_by = CONVERT(p_request_id USING ascii) COLLATE ascii_bin
  );
  DECLARE v_account VARCHAR(100) DEFAULT CONCAT(QUOTE(p_user), '@', QUOTE('%'));
  DECLARE v_bounds VARCHAR(200);
  CALL caretaker_audit.staff_check(p_user, COALESCE(p_role, ''), COALESCE(p_password, ''));
  IF NOT v_is_repeat
    AND EXISTS (SELECT 1 FROM mysql.user WHERE CAST(User AS BINARY) = CAST(p_user AS BINARY)) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'The server has an account of this name already. Nothing was changed; choose another name.';
  END IF;
  CALL caretaker_audit.staff_note(p_request_id, 'staff.added', p_user, JSON_OBJECT('role', p_role));
  COMMIT;
  IF NOT v_is_repeat THEN
    SELECT CONCAT(IF(requires_tls, ' REQUIRE SSL', ''), ' WITH MAX_USER_CONNECTIONS 30',
                  IF(VERSION() LIKE '%MariaDB%', ' MAX_STATEMENT_TIME 60', ''))
    INTO v_bounds FROM caretaker_audit.installed;
    CALL caretaker_audit.staff_run(
      CONCAT('CREATE USER ', v_account, ' IDENTIFIED BY ', QUOTE(p_password), v_bounds));
    INSERT INTO caretaker_audit.staff_account (user, role, made_by) VALUES (p_user, p_role, p_request_id);
    COMMIT;
  ELSE
    CALL caretaker_audit.staff_run(CONCAT('ALTER USER ', v_account, ' IDENTIFIED BY ', QUOTE(p_password)));
  END IF;
  CALL caretaker_audit.staff_give_role(p_user, p_role);
END//

-- Gives an account of the list another role, and ends its sessions.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_account_set_role(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_role VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_before VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_other_admins INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
  CALL caretaker_audit.staff_check(p_user, COALESCE(p_role, ''), NULL);
  START TRANSACTION;
  -- The whole list is locked, so that of two admins who take the role from each other one is refused.
  SELECT MAX(IF(user = p_user, role, NULL)), COALESCE(SUM(role = 'admin' AND user <> p_user), 0)
  INTO v_before, v_other_admins FROM caretaker_audit.staff_account WHERE user > '' FOR UPDATE;
  IF v_before IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'Caretaker did not make this account. Nothing was changed; a database administrator changes it.';
  END IF;
  IF v_before = 'admin' AND p_role <> 'admin' AND v_other_admins = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This is the last administrator. Nothing was changed.';
  END IF;
  CALL caretaker_audit.staff_note(p_request_id, 'staff.role_changed', p_user, JSON_OBJECT('role', p_role));
  UPDATE caretaker_audit.staff_account SET role = p_role WHERE user = p_user;
  COMMIT;
  CALL caretaker_audit.staff_give_role(p_user, p_role);
  CALL caretaker_audit.staff_end_sessions(p_user);
END//

-- Gives an account of the list another password, and ends its sessions.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_account_set_password(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_password VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  CALL caretaker_audit.staff_check(p_user, NULL, COALESCE(p_password, ''));
  IF NOT EXISTS (SELECT 1 FROM caretaker_audit.staff_account WHERE user = p_user AND role <> '') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'Caretaker did not make this account. Nothing was changed; a database administrator changes it.';
  END IF;
  CALL caretaker_audit.staff_note(p_request_id, 'staff.password_reset', p_user, JSON_OBJECT());
  COMMIT;
  CALL caretaker_audit.staff_run(
    CONCAT('ALTER USER ', QUOTE(p_user), '@', QUOTE('%'), ' IDENTIFIED BY ', QUOTE(p_password)));
  CALL caretaker_audit.staff_end_sessions(p_user);
END//

-- Removes an account of the list and ends its sessions. The rights go first and the account last: cut off in between,
-- it can do nothing. An account that is not on the list is left alone, also where it was on it before.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_audit.staff_account_remove(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_user VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_before VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_other_admins INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
  CALL caretaker_audit.staff_check(p_user, NULL, NULL);
  START TRANSACTION;
  SELECT MAX(IF(user = p_user, role, NULL)), COALESCE(SUM(role = 'admin' AND user <> p_user), 0)
  INTO v_before, v_other_admins FROM caretaker_audit.staff_account WHERE user > '' FOR UPDATE;
  IF v_before IS NULL AND NOT EXISTS (
    SELECT 1 FROM caretaker_audit.entry
    WHERE request_id = CONVERT(p_request_id USING ascii) COLLATE ascii_bin
      AND action = 'staff.removed' AND subject_kind = 'staff' AND subject_id = p_user
  ) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
      'Caretaker did not make this account. Nothing was changed; a database administrator removes it.';
  END IF;
  IF v_before = 'admin' AND v_other_admins = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This is the last administrator. Nothing was changed.';
  END IF;
  IF v_before IS NOT NULL THEN
    CALL caretaker_audit.staff_note(p_request_id, 'staff.removed', p_user, JSON_OBJECT());
    UPDATE caretaker_audit.staff_account SET role = '' WHERE user = p_user;
    COMMIT;
    CALL caretaker_audit.staff_give_role(p_user, '');
    CALL caretaker_audit.staff_end_sessions(p_user);
    DELETE FROM caretaker_audit.staff_account WHERE user = p_user;
    DELETE FROM caretaker_audit.staff_session WHERE user = p_user;
    COMMIT;
    CALL caretaker_audit.staff_run(CONCAT('DROP USER IF EXISTS ', QUOTE(p_user), '@', QUOTE('%')));
    -- Who came back between the two is let go on by either server.
    CALL caretaker_audit.staff_end_sessions(p_user);
  ELSE
    COMMIT;
  END IF;
END//
DELIMITER ;
