-- The member directory

-- The console's own index of members, filled from the site contract by a job. Keys are texts folded by the console, so
-- they compare byte by byte. Every list is paged by (key, member_id).
CREATE TABLE caretaker.member_directory (
  member_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  nickname VARCHAR(190) NOT NULL,
  -- The nickname without case and accents.
  name_key VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  -- What the nickname looks like: its skeleton, see UTS #39.
  look_key VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  email_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  domain_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  -- The mailbox that the e-mail ends up in: without a +tag, and what else its provider ignores.
  mailbox_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  status VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- When the status ends by itself; the year 9999 where it does not.
  status_until DATETIME(6) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  -- The year 1000 for never.
  last_active_at DATETIME(6) NOT NULL,
  location VARCHAR(190) NOT NULL,
  location_key VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  avatar_url VARCHAR(500) NULL,
  times_reported INT UNSIGNED NOT NULL DEFAULT 0,
  updated_at DATETIME(6) NOT NULL,
  KEY member_directory_name (name_key, member_id),
  KEY member_directory_look (look_key, member_id),
  KEY member_directory_email (email_key, member_id),
  KEY member_directory_domain (domain_key, member_id),
  KEY member_directory_mailbox (mailbox_key, member_id),
  KEY member_directory_status (status, member_id),
  KEY member_directory_status_until (status_until, member_id),
  KEY member_directory_joined (created_at, member_id),
  KEY member_directory_active (last_active_at, member_id),
  KEY member_directory_reported (times_reported, member_id),
  KEY member_directory_location (location_key, member_id)
) ENGINE = InnoDB;

-- Where each nickname goes on from its second letter, its third, and so on: any part of a nickname is the beginning of
-- one of these. Cut to 16 letters.
CREATE TABLE caretaker.member_part (
  part VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (part, member_id)
) ENGINE = InnoDB;

-- Which member signed in from where. IPv4 as IPv6 (::ffff:a.b.c.d), so that a network is one range.
CREATE TABLE caretaker.member_address (
  address BINARY(16) NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  first_at DATETIME NOT NULL,
  last_at DATETIME NOT NULL,
  PRIMARY KEY (address, member_id),
  KEY member_address_member (member_id, last_at)
) ENGINE = InnoDB;

CREATE TABLE caretaker.member_device (
  device VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  first_at DATETIME NOT NULL,
  last_at DATETIME NOT NULL,
  PRIMARY KEY (device, member_id),
  KEY member_device_member (member_id, last_at)
) ENGINE = InnoDB;

-- How far the job has read each part of the site; a page of rows and its mark here are one transaction.
CREATE TABLE caretaker.directory_part (
  part VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  -- Counts the transactions on this part: whoever finds another turn than it read has been overtaken.
  turn BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- The build reads ids downwards, of those from `build_lowest` to `build_from`; all from `build_below` on are in. NULL:
  -- not begun.
  build_lowest BIGINT UNSIGNED NULL,
  build_from BIGINT UNSIGNED NULL,
  build_below BIGINT UNSIGNED NULL,
  built_rows BIGINT UNSIGNED NOT NULL DEFAULT 0,
  built_seconds DOUBLE NOT NULL DEFAULT 0,
  built_at DATETIME(6) NULL,
  -- From here on what is new is read: an id, or of members the moment of the change.
  new_after_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  new_after_at DATETIME(6) NOT NULL DEFAULT '1000-01-01',
  -- Up to this id the present round of comparing has come; of members alone.
  swept_up_to BIGINT UNSIGNED NOT NULL DEFAULT 0,
  fresh_at DATETIME(6) NULL,
  statements BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rows_read BIGINT UNSIGNED NOT NULL DEFAULT 0,
  seconds DOUBLE NOT NULL DEFAULT 0
) ENGINE = InnoDB;

INSERT IGNORE INTO caretaker.directory_part (part) VALUES ('members'), ('logins'), ('reports');

-- One row: whether the build is stopped, and by whom.
CREATE TABLE caretaker.directory_pause (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  paused_by VARCHAR(80) NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO caretaker.directory_pause (id) VALUES (1);

-- New rows with a lower id can turn up after ones with a higher: the newest ids that were taken in already.
CREATE TABLE caretaker.directory_taken (
  part VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (part, id)
) ENGINE = InnoDB;
