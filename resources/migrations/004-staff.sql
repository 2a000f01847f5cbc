-- Teams and pseudonyms of the staff

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
