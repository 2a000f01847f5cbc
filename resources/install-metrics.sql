-- Lets a CTO and an admin read how the server does, without the rights that it takes: PROCESS shows every statement with
-- the values in it, private messages and all. The locked account caretaker_watcher@localhost holds those rights, and
-- these procedures give away names, numbers and times alone. Run by the installer; every statement may be repeated.
-- :owner_secret is a random password that nobody keeps.

SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
CREATE USER IF NOT EXISTS caretaker_watcher@localhost IDENTIFIED BY ':owner_secret' ACCOUNT LOCK;

-- REFERENCES is the least right by which a table, its columns and its indexes are listed; it reads no row.
GRANT PROCESS, REFERENCES, /*M! SLAVE MONITOR, CONNECTION ADMIN */ /*!80000 REPLICATION CLIENT, CONNECTION_ADMIN */
  ON *.* TO caretaker_watcher@localhost;
GRANT SELECT ON performance_schema.* TO caretaker_watcher@localhost;
GRANT SELECT ON mysql.innodb_index_stats TO caretaker_watcher@localhost;
GRANT EXECUTE ON caretaker_audit.* TO caretaker_watcher@localhost;
GRANT INSERT (action, subject_kind, subject_id, detail, request_id) ON caretaker_audit.entry TO caretaker_watcher@localhost;

DROP FUNCTION IF EXISTS caretaker_audit.without_values;
DROP PROCEDURE IF EXISTS caretaker_audit.server_counters;
DROP PROCEDURE IF EXISTS caretaker_audit.server_activity;
DROP PROCEDURE IF EXISTS caretaker_audit.server_transactions;
DROP PROCEDURE IF EXISTS caretaker_audit.server_lock_waits;
DROP PROCEDURE IF EXISTS caretaker_audit.server_innodb_status;
DROP PROCEDURE IF EXISTS caretaker_audit.server_digests;
DROP PROCEDURE IF EXISTS caretaker_audit.server_digest_text;
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
-- a text ends is not told by looking at a piece of a statement alone, so nothing after its beginning is kept.
CREATE DEFINER = caretaker_watcher@localhost FUNCTION caretaker_audit.without_values(p_statement TEXT CHARACTER SET utf8mb4)
  RETURNS TEXT CHARACTER SET utf8mb4 DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_cut INT;
  SET v_cut = REGEXP_INSTR(p_statement, '[''"#]|/[*]|-- ');
  RETURN REGEXP_REPLACE(
    IF(v_cut > 0, CONCAT(LEFT(p_statement, v_cut - 1), '…'), p_statement),
    '(?<![A-Za-z0-9_`$])(0x[0-9A-Fa-f]+|[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?)', '?'
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

-- The 100 oldest transactions. `seconds` by the server's own clock: InnoDB gives moments in the zone of the system.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_transactions()
  SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_zone VARCHAR(64) DEFAULT @@SESSION.time_zone;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET SESSION time_zone = v_zone; RESIGNAL; END;
  SET SESSION time_zone = 'SYSTEM';
  SELECT CAST(t.trx_id AS CHAR) AS id, t.trx_mysql_thread_id AS thread, t.trx_state AS state,
    TIMESTAMPDIFF(SECOND, t.trx_started, SYSDATE()) AS seconds,
    t.trx_rows_locked AS rows_locked, t.trx_rows_modified AS rows_modified,
    p.USER AS user, p.HOST AS host, p.DB AS db, p.COMMAND AS command,
    caretaker_audit.without_values(t.trx_query) AS statement
  FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
  ORDER BY t.trx_started LIMIT 100;
  SET SESSION time_zone = v_zone;
END//

-- Who waits for whose lock: at most 500 pairs. Each server refuses a procedure that names the other's tables.
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
    REPLACE(l.lock_table, '`', '') AS lock_table, l.lock_index AS lock_index, l.lock_mode AS lock_mode
  FROM information_schema.INNODB_LOCK_WAITS w
  JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id
  JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
  LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.requested_lock_id
  LIMIT 500;
  */
  /*!80000
  SELECT r.trx_mysql_thread_id AS waiting_thread, b.trx_mysql_thread_id AS blocking_thread,
    CAST(r.trx_id AS CHAR) AS waiting_id, CAST(b.trx_id AS CHAR) AS blocking_id,
    TIMESTAMPDIFF(SECOND, r.trx_wait_started, SYSDATE()) AS seconds,
    CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME) AS lock_table, l.INDEX_NAME AS lock_index, l.LOCK_MODE AS lock_mode
  FROM performance_schema.data_lock_waits w
  JOIN information_schema.INNODB_TRX r ON r.trx_id = w.REQUESTING_ENGINE_TRANSACTION_ID
  JOIN information_schema.INNODB_TRX b ON b.trx_id = w.BLOCKING_ENGINE_TRANSACTION_ID
  LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID
    AND l.ENGINE = w.ENGINE
  LIMIT 500;
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

-- The text of one kind of statement, which has ? where the values were.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_digest_text(
  p_schema VARCHAR(64) CHARACTER SET utf8mb4, p_digest VARCHAR(64) CHARACTER SET utf8mb4
)
  SQL SECURITY DEFINER READS SQL DATA
  SELECT DIGEST_TEXT AS text FROM performance_schema.events_statements_summary_by_digest
  WHERE SCHEMA_NAME <=> p_schema AND DIGEST <=> p_digest LIMIT 1//

-- How many statements took how long, since the server started: of MySQL alone. `seconds` is the upper end of a bucket.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_latencies()
  SQL SECURITY DEFINER READS SQL DATA
  SELECT BUCKET_TIMER_HIGH / 1e12 AS seconds, COUNT_BUCKET AS statements
  FROM performance_schema.events_statements_histogram_global
  WHERE COUNT_BUCKET > 0 ORDER BY BUCKET_NUMBER//

CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_replication()
  SQL SECURITY DEFINER READS SQL DATA
  SHOW REPLICA STATUS//

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

-- Ends a session (`p_whole`), or what it runs just now. `p_transaction` is the transaction that was seen: a number of a
-- session may be another's by now. Recorded before, in a transaction of its own; the same request id again does nothing.
CREATE DEFINER = caretaker_watcher@localhost PROCEDURE caretaker_audit.server_kill(
  p_request_id CHAR(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p_thread BIGINT UNSIGNED,
  p_transaction VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p_whole BOOLEAN,
  p_reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
  SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_user VARCHAR(128);
  DECLARE v_transaction VARCHAR(20);
  SELECT USER INTO v_user FROM information_schema.PROCESSLIST WHERE ID = p_thread;
  SELECT CAST(trx_id AS CHAR) INTO v_transaction FROM information_schema.INNODB_TRX
    WHERE trx_mysql_thread_id = p_thread;
  IF v_user IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This session has ended by itself. Nothing was done.';
  END IF;
  IF v_user IN ('system user', 'event_scheduler') OR p_thread = CONNECTION_ID() THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The server''s own sessions cannot be ended from here. Nothing was done.';
  END IF;
  IF COALESCE(p_transaction, '') <> COALESCE(CONVERT(v_transaction USING utf8mb4) COLLATE utf8mb4_bin, '') THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'This session is no longer in the transaction that was shown. Nothing was done.';
  END IF;
  INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
  VALUES (IF(p_whole, 'server.session_ended', 'server.statement_ended'), 'session', p_thread,
    JSON_OBJECT('user', v_user, 'transaction', v_transaction, 'reason', p_reason), p_request_id);
  COMMIT;
  IF p_whole THEN
    KILL p_thread;
  ELSE
    KILL QUERY p_thread;
  END IF;
END//
DELIMITER ;
