-- Metrics

-- What the sampler reads of the server, in steps of 10 s (kept for a day), 1 min (30 days), 1 h and 12 h (5 years). `at`
-- is the beginning of a step in seconds since 1970; `low` to `high` what was read in it, `readings` for how many steps of
-- 10 s it counts in a mean; which series is what stands in src/contract/metrics/series.ts. Charts read (step, series, at) as
-- one range; what is too old goes the same way.
CREATE TABLE caretaker.metric_sample (
  step SMALLINT UNSIGNED NOT NULL,
  series SMALLINT UNSIGNED NOT NULL,
  at INT UNSIGNED NOT NULL,
  low DOUBLE NOT NULL,
  mean DOUBLE NOT NULL,
  high DOUBLE NOT NULL,
  readings SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (step, series, at)
) ENGINE = InnoDB;

-- One row. Someone looks until `watched_until`: then samples are taken every 10 s, else every minute. What could not be
-- read at the last sample, and why, is `unknown`: JSON from the name of a series to a sentence.
CREATE TABLE caretaker.metric_sampler (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  watched_until DATETIME(6) NOT NULL DEFAULT '1000-01-01',
  sampled_at DATETIME(6) NULL,
  took_ms DOUBLE NULL,
  unknown TEXT NOT NULL,
  -- Up to which second the minutes, the hours and the halves of days have been summed up.
  minutes_until INT UNSIGNED NOT NULL DEFAULT 0,
  hours_until INT UNSIGNED NOT NULL DEFAULT 0,
  half_days_until INT UNSIGNED NOT NULL DEFAULT 0
) ENGINE = InnoDB;

INSERT IGNORE INTO caretaker.metric_sampler (id, unknown) VALUES (1, '{}');

-- Every kind of statement that was among the costliest, by the server's digest of it; those not seen for 400 days go, and
-- beyond 20,000 those not seen for longest.
CREATE TABLE caretaker.statement_digest (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  schema_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  digest VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- With ? where the values were.
  text TEXT NOT NULL,
  first_seen DATETIME(6) NOT NULL,
  last_seen DATETIME(6) NOT NULL,
  UNIQUE KEY statement_digest_name (digest, schema_name),
  KEY statement_digest_last (last_seen),
  KEY statement_digest_first (first_seen)
) ENGINE = InnoDB;

-- What they cost in a step of 1 min (kept for 2 days), 1 h or 1 day (400 days): the 100 costliest of the step, and digest
-- 0 for all the others together. Times in ms.
CREATE TABLE caretaker.statement_sample (
  step MEDIUMINT UNSIGNED NOT NULL,
  at INT UNSIGNED NOT NULL,
  digest_id INT UNSIGNED NOT NULL,
  calls BIGINT UNSIGNED NOT NULL,
  total_ms DOUBLE NOT NULL,
  lock_ms DOUBLE NOT NULL,
  errors BIGINT UNSIGNED NOT NULL,
  rows_affected BIGINT UNSIGNED NOT NULL,
  rows_sent BIGINT UNSIGNED NOT NULL,
  rows_examined BIGINT UNSIGNED NOT NULL,
  tmp_tables BIGINT UNSIGNED NOT NULL,
  tmp_disk_tables BIGINT UNSIGNED NOT NULL,
  no_index BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (step, at, digest_id),
  KEY statement_sample_digest (digest_id, step, at)
) ENGINE = InnoDB;

-- Each step in which the server was read: how many seconds of it, and what all statements came to. A step without a row
-- is a gap, not a time without statements.
CREATE TABLE caretaker.statement_step (
  step MEDIUMINT UNSIGNED NOT NULL,
  at INT UNSIGNED NOT NULL,
  seconds DOUBLE NOT NULL,
  calls BIGINT UNSIGNED NOT NULL,
  total_ms DOUBLE NOT NULL,
  PRIMARY KEY (step, at)
) ENGINE = InnoDB;

-- One row. `reading` names the last reading of the server's counters: only the console that made it can tell what was
-- added since. The hours and days are summed up to the second that is named.
CREATE TABLE caretaker.statement_reading (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  reading CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  read_at DATETIME(6) NULL,
  -- What it took of the server, and how many kinds of statements had run since the reading before.
  took_ms DOUBLE NULL,
  kinds INT UNSIGNED NOT NULL DEFAULT 0,
  -- Since when the server counts kinds of statements together that it has no room for; NULL while it has.
  full_since DATETIME(6) NULL,
  -- Why nothing could be read, in a word; empty if it could.
  unknown VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  hours_until INT UNSIGNED NOT NULL DEFAULT 0,
  days_until INT UNSIGNED NOT NULL DEFAULT 0
) ENGINE = InnoDB;

INSERT IGNORE INTO caretaker.statement_reading (id) VALUES (1);

-- The size of each table, once a day; kept for 5 years.
CREATE TABLE caretaker.table_size (
  schema_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  table_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  day DATE NOT NULL,
  rows_estimate BIGINT UNSIGNED NOT NULL,
  data_bytes BIGINT UNSIGNED NOT NULL,
  index_bytes BIGINT UNSIGNED NOT NULL,
  free_bytes BIGINT UNSIGNED NOT NULL,
  -- The id that the next row gets, and the last that its column can hold; NULL without such a column.
  next_id BIGINT UNSIGNED NULL,
  last_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (schema_name, table_name, day),
  KEY table_size_day (day)
) ENGINE = InnoDB;

-- Each index: its size on each day it was read, kept for 5 years.
CREATE TABLE caretaker.index_size (
  schema_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  table_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  index_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  day DATE NOT NULL,
  bytes BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (schema_name, table_name, index_name, day),
  KEY index_size_day (day)
) ENGINE = InnoDB;

-- Whether each index is used. `days_seen` are whole days over which its uses were counted since `seen_from`, the first
-- reading or the last that found a use; the server counts from its start, so `uses` is its last count, by which a use
-- since is told.
CREATE TABLE caretaker.index_use (
  schema_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  table_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  index_name VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  seen_from DATE NOT NULL,
  seen_on DATE NOT NULL,
  days_seen INT UNSIGNED NOT NULL,
  uses BIGINT UNSIGNED NOT NULL,
  used_at DATETIME(6) NULL,
  PRIMARY KEY (schema_name, table_name, index_name)
) ENGINE = InnoDB;

-- Every deadlock that was caught; the server keeps the last alone. `detail` is JSON without any value of a statement.
-- Those with the same statements on the same indexes have one `fingerprint`. Kept for 400 days.
CREATE TABLE caretaker.deadlock (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL,
  fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Of what is kept of the report: the same deadlock is read again until the next one.
  report_sha256 BINARY(32) NOT NULL,
  -- How many deadlocks the server had counted then, and how many of them since the one before this were not caught:
  -- another came before they were read. NULL for the first.
  counted BIGINT UNSIGNED NULL,
  missed BIGINT UNSIGNED NULL,
  detail MEDIUMTEXT NOT NULL,
  UNIQUE KEY deadlock_report (report_sha256),
  KEY deadlock_at (at, id, fingerprint, missed),
  KEY deadlock_fingerprint (fingerprint, at, id)
) ENGINE = InnoDB;

-- Servers of metrics that speak the API of Prometheus. `secret` is a password or a token: no call gives it away, and no
-- other role may read it. One that was removed is kept for a day, so that it can be taken back, and goes then.
CREATE TABLE caretaker.prometheus_server (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  url VARCHAR(500) NOT NULL,
  auth VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user VARCHAR(190) NOT NULL DEFAULT '',
  secret VARCHAR(2000) NOT NULL DEFAULT '',
  -- Whose metrics, where a server keeps those of several: the header X-Scope-OrgID.
  tenant VARCHAR(190) NOT NULL DEFAULT '',
  version INT UNSIGNED NOT NULL DEFAULT 1,
  -- 1000-01-01 while it is in use.
  removed_at DATETIME(6) NOT NULL DEFAULT '1000-01-01',
  UNIQUE KEY prometheus_server_name (name, removed_at)
) ENGINE = InnoDB;

-- What the contract's traffic_hour says, by day: years of hours are too many rows for one chart. Times are means
-- of the hours by their requests, `worst` those of the slowest hour; NULL where the site gives none.
CREATE TABLE caretaker.traffic_day (
  day DATE NOT NULL,
  service VARCHAR(60) COLLATE utf8mb4_bin NOT NULL,
  requests BIGINT UNSIGNED NOT NULL,
  pageviews BIGINT UNSIGNED NOT NULL,
  errors BIGINT UNSIGNED NOT NULL,
  hours TINYINT UNSIGNED NOT NULL,
  ms_p50 DOUBLE NULL,
  ms_p95 DOUBLE NULL,
  ms_p99 DOUBLE NULL,
  worst_p50 DOUBLE NULL,
  worst_p95 DOUBLE NULL,
  worst_p99 DOUBLE NULL,
  PRIMARY KEY (day, service)
) ENGINE = InnoDB;

-- One row: up to which hour the site's traffic has been summed up. A site may correct its last hours, so the last three
-- days are summed up anew each time.
CREATE TABLE caretaker.traffic_mark (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  turn BIGINT UNSIGNED NOT NULL DEFAULT 0,
  summed_until DATETIME(6) NOT NULL DEFAULT '1000-01-01',
  fresh_at DATETIME(6) NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO caretaker.traffic_mark (id) VALUES (1);
