-- Lets a CTO and an admin read how the server does, without the rights that it takes: PROCESS shows every statement with
-- the values in it, private messages and all. The locked account caretaker_watcher@localhost holds those rights, and
-- these procedures give away names, numbers and times alone, but for server_innodb_status and server_replication: see
-- docs/security.md. Run by the installer; every statement may be repeated.
-- :owner_secret is a random password that nobody keeps.

SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
CREATE USER IF NOT EXISTS caretaker_watcher@localhost IDENTIFIED BY ':owner_secret' ACCOUNT LOCK;

-- REFERENCES is the least right by which a table, its columns and its indexes are listed; it reads no row.
GRANT PROCESS, REFERENCES, /*M! SLAVE MONITOR, CONNECTION ADMIN */ /*!80000 REPLICATION CLIENT, CONNECTION_ADMIN */
  ON *.* TO caretaker_watcher@localhost;
GRANT SELECT ON performance_schema.* TO caretaker_watcher@localhost;
GRANT SELECT ON mysql.innodb_index_stats TO caretaker_watcher@localhost;
GRANT EXECUTE ON caretaker_audit.* TO caretaker_watcher@localhost;
GRANT INSERT (action, subject_kind, subject_id, detail, request_id), SELECT (action, actor, subject_id, request_id)
  ON caretaker_audit.entry TO caretaker_watcher@localhost;

DROP FUNCTION IF EXISTS caretaker_audit.without_values;
DROP PROCEDURE IF EXISTS caretaker_audit.server_counters;
DROP PROCEDURE IF EXISTS caretaker_audit.server_activity;
DROP PROCEDURE IF EXISTS caretaker_audit.server_transactions;
DROP PROCEDURE IF EXISTS caretaker_audit.server_lock_waits;
DROP PROCEDURE IF EXISTS caretaker_audit.server_innodb_status;
DROP PROCEDURE IF EXISTS caretaker_audit.server_digests;
DROP PROCEDURE IF EXISTS caretaker_audit.server_digest_texts;
DROP PROCEDURE IF EXISTS caretaker_audit.server_latencies;
DROP PROCEDURE IF EXISTS caretaker_audit.server_replication;
DROP PROCEDURE IF EXISTS caretaker_audit.server_tables;
DROP PROCEDURE IF EXISTS caretaker_audit.server_indexes;
DROP PROCEDURE IF EXISTS caretaker_audit.server_index_needs;
DROP PROCEDURE IF EXISTS caretaker_audit.server_index_counting;
DROP PROCEDURE IF EXISTS caretaker_audit.server_index_use;
DROP PROCEDURE IF EXISTS caretaker_audit.server_kill;

DELIMITER //
-- What a statement does, without what it says: cut at its first quoted text or comment, and with ? for each number. Where
-- a text ends is not told by looking at a piece of a statement alone, so nothing after its beginning is kept. The console
-- does the same to what it reads by itself: src/core/metrics/locks/status/without-values.ts. A session of MariaDB may turn
-- greedy patterns into their opposite (default_regex_flags), and would leave all but the first digit of a number: not so
-- those with a + after them.
CREATE DEFINER = caretaker_watcher@localhost FUNCTION caretaker_audit.without_values(p_statement TEXT CHARACTER SET utf8mb4)
  RETURNS TEXT CHARACTER SET utf8mb4 DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_cut INT;
  SET v_cut = REGEXP_INSTR(p_statement, '[''"#]|/[*]|--([[:space:]]|$)|[$][A-Za-z0-9_]*[$]');
  RETURN REGEXP_REPLACE(
    IF(v_cut > 0, CONCAT(LEFT(p_statement, v_cut - 1), '…'), p_statement),
    '(?<![A-Za-z0-9_`$])(0[xX][0-9A-Fa-f]++|0[bB][01]++|[0-9]++([.][0-9]++)?+([eE][+-]?+[0-9]++)?+)', '?'
  );
END//

-- InnoDB's own counters, and whether each is counted.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_counters()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  IF VERSION() LIKE '%MariaDB%' THEN
    SELECT NAME AS name, `COUNT` AS value, ENABLED AS counted FROM information_schema.INNODB_METRICS;
  ELSE
    SELECT NAME AS name, `COUNT` AS value, STATUS = 'enabled' AS counted FROM information_schema.INNODB_METRICS;
  END IF;
END//

-- How many transactions are open, how old the oldest is and how many wait for a row lock; and the seconds that all
-- statements which have ended took since the server started, NULL while performance_schema is off. Of statements within
-- a procedure the call alone: it lasts as long as they do. What a replica is sent never ends, and is no statement.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_activity()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_zone VARCHAR(64) DEFAULT @@SESSION.time_zone;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET SESSION time_zone = v_zone; RESIGNAL; END;
  SET SESSION time_zone = 'SYSTEM';
  SELECT COUNT(*) AS transactions, TIMESTAMPDIFF(SECOND, MIN(trx_started), SYSDATE()) AS oldest_seconds,
    COUNT(IF(trx_state = 'LOCK WAIT', 1, NULL)) AS lock_waits,
    (SELECT SUM(SUM_TIMER_WAIT) / 1e12 FROM performance_schema.events_statements_summary_global_by_event_name
      WHERE EVENT_NAME LIKE 'statement/sql/%' OR EVENT_NAME = 'statement/com/Execute') AS statement_seconds
  FROM information_schema.INNODB_TRX;
  SET SESSION time_zone = v_zone;
END//

-- The 500 oldest transactions. `seconds` by the server's own clock: InnoDB gives moments in the zone of the system. `mark`
-- tells a session's transaction from its next: MariaDB numbers none that has only read, they all are 0.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_transactions()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_zone VARCHAR(64) DEFAULT @@SESSION.time_zone;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET SESSION time_zone = v_zone; RESIGNAL; END;
  SET SESSION time_zone = 'SYSTEM';
  SELECT CAST(t.trx_id AS CHAR) AS id, t.trx_mysql_thread_id AS thread, t.trx_state AS state,
    CONCAT(t.trx_id, '@', DATE_FORMAT(t.trx_started, '%Y%m%d%H%i%s')) AS mark,
    TIMESTAMPDIFF(SECOND, t.trx_started, SYSDATE()) AS seconds,
    t.trx_rows_locked AS rows_locked, t.trx_rows_modified AS rows_modified,
    p.USER AS user, p.HOST AS host, p.DB AS db, p.COMMAND AS command,
    caretaker_audit.without_values(t.trx_query) AS statement
  FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
  ORDER BY t.trx_started LIMIT 500;
  SET SESSION time_zone = v_zone;
END//

-- Who waits for whose lock: at most 500 pairs. `in_line` is a blocker that does not hold the lock either, but asked before.
-- Where MariaDB says only that it is some transaction which has but read, each of those with locks is a pair, not `certain`
-- where there are several. Each server refuses a procedure that names the other's tables.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_lock_waits()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_zone VARCHAR(64) DEFAULT @@SESSION.time_zone;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET SESSION time_zone = v_zone; RESIGNAL; END;
  SET SESSION time_zone = 'SYSTEM';
  /*M!
  SELECT r.trx_mysql_thread_id AS waiting_thread, b.trx_mysql_thread_id AS blocking_thread,
    CAST(r.trx_id AS CHAR) AS waiting_id, CAST(b.trx_id AS CHAR) AS blocking_id,
    TIMESTAMPDIFF(SECOND, r.trx_wait_started, SYSDATE()) AS seconds,
    REPLACE(l.lock_table, '`', '') AS lock_table, l.lock_index AS lock_index, l.lock_mode AS lock_mode,
    w.blocking_lock_id <=> b.trx_requested_lock_id AS in_line,
    b.trx_id <> 0 OR (SELECT COUNT(*) FROM information_schema.INNODB_TRX o
      WHERE o.trx_id = 0 AND o.trx_rows_locked > 0
        AND o.trx_mysql_thread_id <> r.trx_mysql_thread_id
        AND NOT (w.blocking_lock_id <=> o.trx_requested_lock_id)) = 1 AS certain
  FROM information_schema.INNODB_LOCK_WAITS w
  JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id
    AND r.trx_requested_lock_id = w.requested_lock_id
  JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
    AND b.trx_mysql_thread_id <> r.trx_mysql_thread_id AND (b.trx_id <> 0 OR b.trx_rows_locked > 0)
  LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.requested_lock_id
  ORDER BY in_line, seconds DESC LIMIT 500;
  */
  /*!80000
  SELECT r.trx_mysql_thread_id AS waiting_thread, b.trx_mysql_thread_id AS blocking_thread,
    CAST(r.trx_id AS CHAR) AS waiting_id, CAST(b.trx_id AS CHAR) AS blocking_id,
    TIMESTAMPDIFF(SECOND, r.trx_wait_started, SYSDATE()) AS seconds,
    CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME) AS lock_table, l.INDEX_NAME AS lock_index, l.LOCK_MODE AS lock_mode,
    COALESCE(h.LOCK_STATUS = 'WAITING', FALSE) AS in_line, TRUE AS certain
  FROM performance_schema.data_lock_waits w
  JOIN information_schema.INNODB_TRX r ON r.trx_id = w.REQUESTING_ENGINE_TRANSACTION_ID
  JOIN information_schema.INNODB_TRX b ON b.trx_id = w.BLOCKING_ENGINE_TRANSACTION_ID
  LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID
    AND l.ENGINE = w.ENGINE
  LEFT JOIN performance_schema.data_locks h ON h.ENGINE_LOCK_ID = w.BLOCKING_ENGINE_LOCK_ID
    AND h.ENGINE = w.ENGINE
  ORDER BY in_line, seconds DESC LIMIT 500;
  */
  SET SESSION time_zone = v_zone;
END//

-- The report of InnoDB in full. It quotes statements with their values, of the latest deadlock and of what runs: the
-- console takes those out before it keeps or shows any of it.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_innodb_status()
  SQL SECURITY DEFINER READS SQL DATA
  SHOW ENGINE INNODB STATUS//

-- The counters of every kind of statement that ran since `p_since` (UTC, the session's zone), without their texts.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_digests(p_since DATETIME(6))
  SQL SECURITY DEFINER READS SQL DATA
  SELECT SCHEMA_NAME AS schema_name, DIGEST AS digest, COUNT_STAR AS calls, SUM_TIMER_WAIT AS timer,
    SUM_LOCK_TIME AS lock_timer, SUM_ERRORS AS errors, SUM_ROWS_AFFECTED AS rows_affected,
    SUM_ROWS_SENT AS rows_sent, SUM_ROWS_EXAMINED AS rows_examined,
    SUM_CREATED_TMP_TABLES AS tmp_tables, SUM_CREATED_TMP_DISK_TABLES AS tmp_disk_tables,
    SUM_NO_INDEX_USED AS no_index, FIRST_SEEN AS first_seen, LAST_SEEN AS last_seen
  FROM performance_schema.events_statements_summary_by_digest
  WHERE LAST_SEEN >= p_since
  LIMIT 20000//

-- The texts of kinds of statements, which have ? where the values were: of those whose digests, at most 200, stand in
-- `p_digests` with commas between. All at once, since MariaDB looks through its whole table for each.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_digest_texts(
  p_digests TEXT CHARACTER SET utf8mb4
)
  SQL SECURITY DEFINER READS SQL DATA
  SELECT SCHEMA_NAME AS schema_name, DIGEST AS digest, DIGEST_TEXT AS text
  FROM performance_schema.events_statements_summary_by_digest
  WHERE FIND_IN_SET(DIGEST, p_digests) > 0 LIMIT 2000//

-- How many statements took how long, since the server started: of MySQL alone. `seconds` is the upper end of a bucket.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_latencies()
  SQL SECURITY DEFINER READS SQL DATA
  SELECT BUCKET_TIMER_HIGH / 1e12 AS seconds, COUNT_BUCKET AS statements
  FROM performance_schema.events_statements_histogram_global
  WHERE COUNT_BUCKET > 0 ORDER BY BUCKET_NUMBER//

CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_replication()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  /*M! SHOW ALL REPLICAS STATUS; */
  /*!80000 SHOW REPLICA STATUS; */
END//

-- Every table but the server's own, with the type that its ids have: at most 10,000. MySQL keeps these figures for a day
-- unless told otherwise.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_tables()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  /*!80000 SET SESSION information_schema_stats_expiry = 0; */
  SELECT t.TABLE_SCHEMA AS schema_name, t.TABLE_NAME AS table_name, t.ENGINE AS engine, t.TABLE_ROWS AS rows_estimate,
    t.DATA_LENGTH AS data_bytes, t.INDEX_LENGTH AS index_bytes, t.DATA_FREE AS free_bytes,
    CAST(t.AUTO_INCREMENT AS CHAR) AS next_id, c.COLUMN_NAME AS id_column, c.COLUMN_TYPE AS id_type
  FROM information_schema.TABLES t
  LEFT JOIN information_schema.COLUMNS c
    ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME AND c.EXTRA LIKE '%auto_increment%'
  WHERE t.TABLE_TYPE = 'BASE TABLE'
    AND t.TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  LIMIT 10000;
END//

-- Every index of those tables, a row for each of its columns in order: at most 100,000. `bytes` where InnoDB keeps
-- statistics of it. `column_name` is NULL for an expression; `hidden` is what the optimizer is told not to use.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_indexes()
  SQL SECURITY DEFINER READS SQL DATA
  SELECT s.TABLE_SCHEMA AS schema_name, s.TABLE_NAME AS table_name, s.INDEX_NAME AS index_name,
    s.SEQ_IN_INDEX AS place, s.COLUMN_NAME AS column_name, s.SUB_PART AS prefix, s.NON_UNIQUE AS non_unique,
    s.INDEX_TYPE AS index_type, COALESCE(s.COLLATION = 'D', FALSE) AS descending,
    /*M! s.IGNORED = 'YES' */ /*!80000 s.IS_VISIBLE = 'NO' */ AS hidden, s.INDEX_COMMENT AS comment,
    b.stat_value * @@innodb_page_size AS bytes
  FROM information_schema.STATISTICS s
  LEFT JOIN mysql.innodb_index_stats b ON s.SEQ_IN_INDEX = 1 AND b.stat_name = 'size'
    AND b.database_name = s.TABLE_SCHEMA AND b.table_name = s.TABLE_NAME AND b.index_name = s.INDEX_NAME
  WHERE s.TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  ORDER BY s.TABLE_SCHEMA, s.TABLE_NAME, s.INDEX_NAME, s.SEQ_IN_INDEX LIMIT 100000//

-- For what a table must have an index, a row for each of the columns in order: a foreign key of its own (`foreign key`), one
-- of another table that refers to it (`reference`), or ids that the server gives (`auto_increment`).
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_index_needs()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  SELECT 'foreign key' AS need, TABLE_SCHEMA AS schema_name, TABLE_NAME AS table_name,
    CONCAT(TABLE_NAME, '.', CONSTRAINT_NAME) AS name, ORDINAL_POSITION AS place, COLUMN_NAME AS column_name
  FROM information_schema.KEY_COLUMN_USAGE
  WHERE REFERENCED_TABLE_NAME IS NOT NULL
    AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  UNION ALL
  SELECT 'reference', REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, CONCAT(TABLE_NAME, '.', CONSTRAINT_NAME),
    ORDINAL_POSITION, REFERENCED_COLUMN_NAME
  FROM information_schema.KEY_COLUMN_USAGE
  WHERE REFERENCED_TABLE_NAME IS NOT NULL
    AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  UNION ALL
  SELECT 'auto_increment', TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, 1, COLUMN_NAME
  FROM information_schema.COLUMNS
  WHERE EXTRA LIKE '%auto_increment%'
    AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  LIMIT 100000;
END//

-- Whether the uses of indexes are counted: performance_schema is on, and so is the instrument that counts them.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_index_counting()
  SQL SECURITY DEFINER READS SQL DATA
  SELECT @@performance_schema AS is_on,
    EXISTS (SELECT 1 FROM performance_schema.setup_instruments
      WHERE NAME = 'wait/io/table/sql/handler' AND ENABLED = 'YES')
    AND EXISTS (SELECT 1 FROM performance_schema.setup_consumers
      WHERE NAME = 'global_instrumentation' AND ENABLED = 'YES') AS counts//

-- How often each index was used since the server started. A table that was not opened since has no row.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_index_use()
  SQL SECURITY DEFINER READS SQL DATA
  SELECT OBJECT_SCHEMA AS schema_name, OBJECT_NAME AS table_name, INDEX_NAME AS index_name, COUNT_STAR AS uses
  FROM performance_schema.table_io_waits_summary_by_index_usage
  WHERE INDEX_NAME IS NOT NULL AND OBJECT_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
  LIMIT 100000//

-- Ends a session (`p_whole`), or what it runs just now; `done` is false where this request id did so before. `p_mark` is the
-- transaction that was seen, as server_transactions marks it: a number of a session may be another's by now. Recorded
-- before, in a transaction of its own, since what is recorded after could be stopped in between. What the server refuses
-- then is recorded as well.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_kill(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p_thread BIGINT UNSIGNED,
  p_mark VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p_whole BOOLEAN,
  p_reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
ending: BEGIN
  DECLARE v_action VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
    DEFAULT IF(COALESCE(p_whole, FALSE), 'server.session_ended', 'server.statement_ended');
  DECLARE v_subject VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT p_thread;
  DECLARE v_known BOOLEAN;
  DECLARE v_user VARCHAR(128);
  DECLARE v_command VARCHAR(20);
  DECLARE v_mark VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_rows BIGINT UNSIGNED;
  DECLARE v_refusal VARCHAR(128) CHARACTER SET utf8mb4;
  SELECT action = v_action AND subject_id = v_subject AND actor = caretaker_audit.session_account()
    INTO v_known FROM caretaker_audit.entry WHERE request_id = p_request_id;
  IF v_known THEN
    SELECT FALSE AS done;
    LEAVE ending;
  END IF;
  IF v_known IS NOT NULL THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'This request was used for something else before. Nothing was done.';
  END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Say why, for the record. Nothing was done.';
  END IF;
  IF p_thread <=> CONNECTION_ID() THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This is the session that asks. Nothing was done.';
  END IF;
  SELECT USER, COMMAND INTO v_user, v_command FROM information_schema.PROCESSLIST WHERE ID = p_thread;
  SELECT CONCAT(trx_id, '@', DATE_FORMAT(trx_started, '%Y%m%d%H%i%s')), trx_rows_modified INTO v_mark, v_rows
    FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = p_thread;
  IF v_user IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This session has ended by itself. Nothing was done.';
  END IF;
  IF v_user IN ('system user', 'event_scheduler') OR v_command = 'Daemon' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The server''s own sessions cannot be ended from here. Nothing was done.';
  END IF;
  IF COALESCE(p_mark, '') <> COALESCE(v_mark, '') THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'This session is no longer in the transaction that was shown. Nothing was done.';
  END IF;
  IF NOT COALESCE(p_whole, FALSE) AND v_command = 'Sleep' THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'This session runs no statement just now: only ending all of it frees its locks. Nothing was done.';
  END IF;
  INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
  VALUES (v_action, 'session', p_thread, JSON_OBJECT('account', v_user,
    'transaction', SUBSTRING_INDEX(v_mark, '@', 1), 'rows changed', v_rows, 'reason', p_reason), p_request_id);
  COMMIT;
  BEGIN
    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION
      SET v_refusal = 'The server did not end this session, and gave no reason. Look whether it is still there.';
    DECLARE CONTINUE HANDLER FOR 1094 SET v_refusal = 'This session has ended by itself. Nothing was done.';
    DECLARE CONTINUE HANDLER FOR 1095 SET v_refusal = 'The server protects the account of this session (SYSTEM_USER): only its own administrator may end it. Nothing was done.';
    IF p_whole THEN
      KILL p_thread;
    ELSE
      KILL QUERY p_thread;
    END IF;
  END;
  IF v_refusal IS NOT NULL THEN
    INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
    VALUES ('server.kill_refused', 'session', p_thread, JSON_OBJECT('account', v_user, 'answer', v_refusal), UUID());
    COMMIT;
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_refusal;
  END IF;
  SELECT TRUE AS done;
END//
DELIMITER ;
