-- Teams, pseudonyms and sessions of the staff

ALTER TABLE caretaker.staff
  ADD COLUMN pseudonym VARCHAR(80) NULL,
  ADD COLUMN removed_at DATETIME(6) NULL;

CREATE TABLE caretaker.team (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  UNIQUE KEY team_name (name)
) ENGINE = InnoDB;

CREATE TABLE caretaker.team_person (
  team_id BIGINT UNSIGNED NOT NULL,
  user VARCHAR(80) NOT NULL,
  PRIMARY KEY (team_id, user),
  KEY team_person_user (user)
) ENGINE = InnoDB;

-- The consoles on which someone is signed in. Each looks here whether it is to end.
CREATE TABLE caretaker.staff_session (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  place VARCHAR(200) NOT NULL,
  signed_in_at DATETIME(6) NOT NULL,
  last_seen_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  KEY staff_session_user (user, signed_in_at)
) ENGINE = InnoDB;
