-- Staff, the change feed

CREATE TABLE caretaker.staff (
  user VARCHAR(80) NOT NULL PRIMARY KEY,
  display_name VARCHAR(120) NOT NULL,
  role VARCHAR(20) NOT NULL,
  added_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Append-only; each console reads on from the last id it saw. Rows older than an hour are trimmed by a job.
CREATE TABLE caretaker.change_feed (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  topic VARCHAR(40) NOT NULL,
  subject_id VARCHAR(190) NOT NULL,
  KEY change_feed_at (at)
) ENGINE = InnoDB;
