-- The site adapter of the demo community: lays the site contract, schema `caretaker_site`, over the tables of a
-- Rails application, schema `community_demo`. It is all that Caretaker knows of a site. To connect your own, copy
-- this file, replace the tables, and run it as the database's administrator. It may be run any number of times.
--
-- Before it runs, the installer has made the empty schema `caretaker_site` and the account caretaker_owner@localhost,
-- which is locked: nobody signs in with it. Views and procedures run with the owner's rights (SQL SECURITY DEFINER),
-- staff have rights on views and procedures only. So what is not granted to the owner here, no client can reach.
--
-- What the contract asks of the tables beneath, since every list is paged by key and none may scan:
--   member         by id, (nickname, id), email, (created_at, id), (updated_at, id)
--   member_login   by id, (member_id, at, id)
--   member_action  by (subject_kind, subject_id, at, id)
--   member_rename  by (member_id, at, id)
--   content_*      by id, (author_id, created_at, id), and where it is written on something
--                  (context_kind, context_id, created_at, id); where that is of one kind alone, (context_id, …)
--   activity       by (actor_id, at, id)
--   report         by id, (subject_author_id, at, id), (reporter_id, at, id)
--   support_request by id
--   traffic_hour   by hour;  growth_day by day;  deploy by at
-- An InnoDB index ends with the primary key by itself: an index on (user_id, created_at) is one on
-- (user_id, created_at, id). MariaDB makes an exception of unique ones: beside a unique index on nickname, it needs
-- one on (nickname, id) to page by.
--
-- Ids are whole numbers of up to 64 bits. Times are UTC, on days that there are: where there is none, NULL and not
-- '0000-00-00'. Columns compared by the console stand in the views as they are in the table: a function around one, say
-- DATE(created_at), would cost it its index.

-- Procedures keep the mode they were made in: in strict mode a reason that is too long is refused, not cut. (MySQL
-- takes parameters in the mode of the caller; the console's is strict as well.)
SET @caretaker_former_mode = @@SESSION.sql_mode;
SET SESSION sql_mode =
  'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- ---------------------------------------------------------------------------------------------------------------
-- What the owner may do. Column by column where a table holds secrets: users.encrypted_password is not among them,
-- and messages are read by one procedure alone.
-- ---------------------------------------------------------------------------------------------------------------

GRANT SELECT (id, nickname, email, status, location, avatar_url, muted_until, suspended_until, banned_at,
              last_active_at, created_at, updated_at),
      UPDATE (nickname, status, muted_until, suspended_until, banned_at, warned_at, sessions_valid_from,
              must_reset_password, updated_at)
  ON community_demo.users TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.logins TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (hidden_at) ON community_demo.statuses TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (hidden_at) ON community_demo.photos TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (hidden_at) ON community_demo.writings TO caretaker_owner@localhost;
GRANT SELECT, UPDATE (hidden_at) ON community_demo.comments TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.activities TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.reports TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.contact_requests TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.messages TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.traffic_hours TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.growth_days TO caretaker_owner@localhost;
GRANT SELECT ON community_demo.deploys TO caretaker_owner@localhost;
GRANT SELECT, INSERT ON community_demo.moderation_actions TO caretaker_owner@localhost;
GRANT SELECT, INSERT ON community_demo.nickname_changes TO caretaker_owner@localhost;
GRANT SELECT, INSERT ON community_demo.notices TO caretaker_owner@localhost;
GRANT SELECT, INSERT ON community_demo.notice_files TO caretaker_owner@localhost;
-- A procedure runs as its owner, who must be allowed to run it and those it calls.
GRANT EXECUTE ON caretaker_site.* TO caretaker_owner@localhost;

-- ---------------------------------------------------------------------------------------------------------------
-- Views. ALGORITHM = MERGE lets the server put the view's definition into the query and use the table's indexes.
-- It cannot do that with UNION, DISTINCT, GROUP BY, LIMIT or a subquery in the list of columns: it would first
-- build the whole view, at every call. That is why each kind of content has a view of its own.
-- ---------------------------------------------------------------------------------------------------------------

-- What this site is and can do; the console offers just that. A list of constants, the one view that is not merged.
-- `content` names a kind that has a view of its own, `procedure` one that is below. `media` names an origin, https and
-- no path, from which the console may fetch a picture or film that a member reported: one row for each; from anywhere
-- else none is fetched. The demo's does not exist: `npm start` puts a small server of this machine in its place.
CREATE OR REPLACE ALGORITHM = UNDEFINED DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.capability AS
          SELECT 'contract' AS name, '1' AS value
UNION ALL SELECT 'site', 'Demo community'
UNION ALL SELECT 'content', 'status'
UNION ALL SELECT 'content', 'photo'
UNION ALL SELECT 'content', 'writing'
UNION ALL SELECT 'content', 'comment'
UNION ALL SELECT 'media', 'https://media.community.example'
UNION ALL SELECT 'procedure', 'member_warn'
UNION ALL SELECT 'procedure', 'member_mute'
UNION ALL SELECT 'procedure', 'member_suspend'
UNION ALL SELECT 'procedure', 'member_ban'
UNION ALL SELECT 'procedure', 'member_restore'
UNION ALL SELECT 'procedure', 'member_rename'
UNION ALL SELECT 'procedure', 'member_sign_out_everywhere'
UNION ALL SELECT 'procedure', 'member_force_password_reset'
UNION ALL SELECT 'procedure', 'notify_member'
UNION ALL SELECT 'procedure', 'notify_attach'
UNION ALL SELECT 'procedure', 'content_hide'
UNION ALL SELECT 'procedure', 'content_restore'
UNION ALL SELECT 'procedure', 'report_conversation';

-- A member. `status` is one of active, muted, suspended, banned, deleted: the heaviest that holds at this moment,
-- so a suspension that has run out is over without anyone having to write it down. `muted_until` and `suspended_until`
-- are when those end by themselves, the year 9999 for never; `updated_at` changes with every change of nickname,
-- e-mail, location and sanctions, whoever makes it: by it the console finds what is new.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.member AS
SELECT id,
       nickname,
       email,
       CASE
         WHEN status <> 'active' THEN status
         WHEN suspended_until > UTC_TIMESTAMP(6) THEN 'suspended'
         WHEN muted_until > UTC_TIMESTAMP(6) THEN 'muted'
         ELSE 'active'
       END AS status,
       muted_until,
       suspended_until,
       banned_at,
       created_at,
       last_active_at,
       location,
       avatar_url,
       updated_at
FROM community_demo.users;

-- Ids must grow with time: the console asks for what came after the last one it has seen. `device` is what the device
-- is called, `device_id` what tells it from others of its kind: a cookie, or the id of an installed app; empty where the
-- site keeps none. `ip` is text. A site that stores addresses as numbers writes INET6_NTOA(ip) here.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.member_login AS
SELECT id, user_id AS member_id, created_at AS at, ip, device, device_id, user_agent
FROM community_demo.logins;

-- What staff did to members and content, whichever way: `action` is the name of the procedure, `subject_kind` is member
-- or a kind of content, `actor` the database account, empty where it was no one of the staff.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.member_action AS
SELECT id, created_at AS at, subject_type AS subject_kind, subject_id, action, reason, until, actor
FROM community_demo.moderation_actions;

-- What members called themselves before. `actor` is empty where the member did it.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.member_rename AS
SELECT id, user_id AS member_id, created_at AS at, old_nickname, new_nickname, actor
FROM community_demo.nickname_changes;

-- Content: one view a kind, all with the same columns. `context_kind` and `context_id` name what it was written on
-- or in; `edited_at` is empty until it is edited; `visible` is 0 when hidden from other members. A constant that is
-- compared needs its collation said: it would else have that of the connection which made the view, and not compare
-- with what comes over another.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.content_status AS
SELECT 'status' AS kind, id, user_id AS author_id, NULL AS context_kind, NULL AS context_id, NULL AS title, body,
       NULL AS media_url, created_at, NULLIF(updated_at, created_at) AS edited_at, hidden_at IS NULL AS visible
FROM community_demo.statuses;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.content_photo AS
SELECT 'photo' AS kind, id, user_id AS author_id, NULL AS context_kind, NULL AS context_id, NULL AS title,
       caption AS body, image_url AS media_url, created_at, NULLIF(updated_at, created_at) AS edited_at,
       hidden_at IS NULL AS visible
FROM community_demo.photos;

CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.content_writing AS
SELECT 'writing' AS kind, id, user_id AS author_id,
       IF(group_id IS NULL, NULL, _utf8mb4'group' COLLATE utf8mb4_unicode_ci) AS context_kind,
       group_id AS context_id, title, body, NULL AS media_url, created_at,
       NULLIF(updated_at, created_at) AS edited_at, hidden_at IS NULL AS visible
FROM community_demo.writings;

-- Rails writes the class of a polymorphic relation, 'Status', where the contract speaks of kinds, 'status'. It stands
-- here as it is, so that its index serves; the console is blind to case.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.content_comment AS
SELECT 'comment' AS kind, id, user_id AS author_id, commentable_type AS context_kind,
       commentable_id AS context_id, NULL AS title, body, NULL AS media_url, created_at,
       NULLIF(updated_at, created_at) AS edited_at, hidden_at IS NULL AS visible
FROM community_demo.comments;

-- The activity stream.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.activity AS
SELECT id, created_at AS at, user_id AS actor_id, verb,
       IF(trackable_type = 'User', 'member', LOWER(trackable_type)) AS object_kind, trackable_id AS object_id
FROM community_demo.activities;

-- What members report. `subject_kind` is member, conversation or a kind of content; `subject_author_id` is the
-- member it is about. Ids must grow with time: the console asks for what came after the last one it has seen.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.report AS
SELECT id, created_at AS at, reporter_id,
       IF(reportable_type = 'User', 'member', LOWER(reportable_type)) AS subject_kind,
       reportable_id AS subject_id, reported_user_id AS subject_author_id, reason, note
FROM community_demo.reports;

-- What members ask of support, through the site's own form. `member_id` is NULL where they were not signed in; then `email`
-- says who they are. `in_reply_to` is the p_request_id of the message of notify_member that they answer, NULL where they
-- begin anew; `rating`, 1 to 5, is the answer to the question of how they were helped, whose message it answers. Ids must
-- grow with time, as those of reports. A site without such a form selects such columns WHERE FALSE.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.support_request AS
SELECT id, created_at AS at, user_id AS member_id, name, email, subject, body, in_reply_to, rating
FROM community_demo.contact_requests;

-- What the site counted, one row for each hour (UTC) and service, written when the hour is over by an exporter of the
-- site's own: from access logs, a load balancer, a time-series database. Rows of the last three days may be corrected.
-- `service` is any name up to 60 characters; ms_* are percentiles of the hour, NULL where they are not known. An hour that
-- is missing is shown as a gap, never as zero; leave the row out rather than write one of zeros.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.traffic_hour AS
SELECT hour, service, requests, pageviews, errors, ms_p50, ms_p95, ms_p99
FROM community_demo.traffic_hours;

-- One row for each day (UTC) that is over, since the first: sign_ups less deleted of all days are the members there are.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.growth_day AS
SELECT day, sign_ups, active, deleted, messages
FROM community_demo.growth_days;

-- What went live and when: drawn across the charts, and named beside what changed within two hours after it.
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = caretaker_owner@localhost SQL SECURITY DEFINER
VIEW caretaker_site.deploy AS
SELECT created_at AS at, label
FROM community_demo.deploys;

-- ---------------------------------------------------------------------------------------------------------------
-- Procedures. The console repeats a call whose answer was lost, with the same p_request_id: the second call must
-- change nothing and succeed. Each one therefore asks first whether the request is on record, then puts it on record,
-- then acts. In this order, because whoever signs in with a client of their own must not act off the record: by a
-- request without an id, or one that is used twice at once. The console calls each in a transaction, so that a server
-- that dies in between keeps both or neither; none begins one of its own, which would commit the console's. What
-- cannot be done is refused with SQLSTATE 45000 and a sentence for people.
-- ---------------------------------------------------------------------------------------------------------------

DROP PROCEDURE IF EXISTS caretaker_site.begin_action;
DROP PROCEDURE IF EXISTS caretaker_site.begin_member_action;
DROP PROCEDURE IF EXISTS caretaker_site.record_action;
DROP PROCEDURE IF EXISTS caretaker_site.change_content;
DROP PROCEDURE IF EXISTS caretaker_site.member_warn;
DROP PROCEDURE IF EXISTS caretaker_site.member_mute;
DROP PROCEDURE IF EXISTS caretaker_site.member_suspend;
DROP PROCEDURE IF EXISTS caretaker_site.member_ban;
DROP PROCEDURE IF EXISTS caretaker_site.member_restore;
DROP PROCEDURE IF EXISTS caretaker_site.member_rename;
DROP PROCEDURE IF EXISTS caretaker_site.member_sign_out_everywhere;
DROP PROCEDURE IF EXISTS caretaker_site.member_force_password_reset;
DROP PROCEDURE IF EXISTS caretaker_site.notify_member;
DROP PROCEDURE IF EXISTS caretaker_site.notify_attach;
DROP PROCEDURE IF EXISTS caretaker_site.content_hide;
DROP PROCEDURE IF EXISTS caretaker_site.content_restore;
DROP PROCEDURE IF EXISTS caretaker_site.report_conversation;

DELIMITER //

-- The next four are for the procedures below, not for staff: no role is granted them.

-- Tells whether the request was carried out before; the same id for another action is a mistake and refused.
-- The parameters it compares have the character set and collation of their columns: others would be compared without
-- the index, or on MySQL not at all.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.begin_action(
  IN p_request_id CHAR(36) CHARACTER SET ascii,
  IN p_action VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
  IN p_subject_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
  IN p_subject_id BIGINT UNSIGNED,
  OUT p_done BOOLEAN)
SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_same BOOLEAN;
  IF COALESCE(p_request_id, '') = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'An action needs the id of its request. Nothing was changed.';
  END IF;
  SELECT action = p_action AND subject_type = p_subject_type AND subject_id = p_subject_id INTO v_same
    FROM community_demo.moderation_actions WHERE request_id = p_request_id;
  IF NOT v_same THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This request was already used for another action. Nothing was changed.';
  END IF;
  SET p_done = v_same IS NOT NULL;
END//

CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.begin_member_action(
  IN p_request_id CHAR(36), IN p_action VARCHAR(40), IN p_member_id BIGINT UNSIGNED, OUT p_done BOOLEAN)
SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_status VARCHAR(12);
  DECLARE v_message VARCHAR(128);
  CALL caretaker_site.begin_action(p_request_id, p_action, 'member', p_member_id, p_done);
  IF NOT p_done THEN
    SELECT status INTO v_status FROM community_demo.users WHERE id = p_member_id;
    IF v_status IS NULL THEN
      SET v_message = CONCAT('There is no member ', COALESCE(p_member_id, 'without a number'), '. Nothing was changed.');
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_message;
    END IF;
    IF v_status = 'deleted' THEN
      SET v_message = CONCAT('Member ', p_member_id, ' has deleted their account. Nothing was changed.');
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_message;
    END IF;
  END IF;
END//

-- USER() is who signed in, also here where the rights are the owner's. A duplicate is the same request, at the same
-- time, over another connection. Unless it is seen to be the very same, it is refused: a transaction that began earlier
-- does not see what the other one is.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.record_action(
  IN p_request_id CHAR(36), IN p_action VARCHAR(40), IN p_subject_type VARCHAR(20), IN p_subject_id BIGINT UNSIGNED,
  IN p_reason VARCHAR(500), IN p_until DATETIME)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN DEFAULT TRUE;
  DECLARE CONTINUE HANDLER FOR 1062
    CALL caretaker_site.begin_action(p_request_id, p_action, p_subject_type, p_subject_id, v_done);
  INSERT INTO community_demo.moderation_actions
    (request_id, action, subject_type, subject_id, reason, until, actor, created_at)
  VALUES
    (p_request_id, p_action, p_subject_type, p_subject_id, COALESCE(p_reason, ''), p_until, USER(), UTC_TIMESTAMP(6));
  IF NOT v_done THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This request was just used elsewhere. Nothing was changed; try again.';
  END IF;
END//

-- Kinds go with tables here and nowhere else. A name of a table cannot be a parameter, hence the four branches.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.change_content(
  IN p_request_id CHAR(36), IN p_action VARCHAR(40), IN p_kind VARCHAR(20), IN p_content_id BIGINT UNSIGNED,
  IN p_reason VARCHAR(500), IN p_hidden_at DATETIME(6))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  DECLARE v_found BOOLEAN DEFAULT FALSE;
  DECLARE v_message VARCHAR(128);
  CALL caretaker_site.begin_action(p_request_id, p_action, p_kind, p_content_id, v_done);
  IF NOT v_done THEN
    CASE p_kind
      WHEN 'status' THEN SET v_found = EXISTS (SELECT 1 FROM community_demo.statuses WHERE id = p_content_id);
      WHEN 'photo' THEN SET v_found = EXISTS (SELECT 1 FROM community_demo.photos WHERE id = p_content_id);
      WHEN 'writing' THEN SET v_found = EXISTS (SELECT 1 FROM community_demo.writings WHERE id = p_content_id);
      WHEN 'comment' THEN SET v_found = EXISTS (SELECT 1 FROM community_demo.comments WHERE id = p_content_id);
      ELSE BEGIN END;
    END CASE;
    IF NOT v_found THEN
      SET v_message = CONCAT('There is no ', COALESCE(p_kind, 'content'), ' ', COALESCE(p_content_id, ''), '. Nothing was changed.');
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_message;
    END IF;
    CALL caretaker_site.record_action(p_request_id, p_action, p_kind, p_content_id, p_reason, NULL);
    CASE p_kind
      WHEN 'status' THEN UPDATE community_demo.statuses SET hidden_at = p_hidden_at WHERE id = p_content_id;
      WHEN 'photo' THEN UPDATE community_demo.photos SET hidden_at = p_hidden_at WHERE id = p_content_id;
      WHEN 'writing' THEN UPDATE community_demo.writings SET hidden_at = p_hidden_at WHERE id = p_content_id;
      WHEN 'comment' THEN UPDATE community_demo.comments SET hidden_at = p_hidden_at WHERE id = p_content_id;
    END CASE;
  END IF;
END//

-- A warning is shown to the member at the next visit, which the application does from `warned_at`.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_warn(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_warn', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(p_request_id, 'member_warn', 'member', p_member_id, p_reason, NULL);
    UPDATE community_demo.users SET warned_at = UTC_TIMESTAMP(6), updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- Muted members read but do not write. Without p_until: until restored.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_mute(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500), IN p_until DATETIME)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_mute', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(p_request_id, 'member_mute', 'member', p_member_id, p_reason, p_until);
    UPDATE community_demo.users
      SET muted_until = COALESCE(p_until, '9999-12-31 23:59:59'), updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- Suspended members cannot sign in. Without p_until: until restored.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_suspend(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500), IN p_until DATETIME)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_suspend', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(p_request_id, 'member_suspend', 'member', p_member_id, p_reason, p_until);
    UPDATE community_demo.users
      SET suspended_until = COALESCE(p_until, '9999-12-31 23:59:59'), sessions_valid_from = UTC_TIMESTAMP(6),
          updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_ban(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_ban', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(p_request_id, 'member_ban', 'member', p_member_id, p_reason, NULL);
    UPDATE community_demo.users
      SET status = 'banned', banned_at = UTC_TIMESTAMP(6), sessions_valid_from = UTC_TIMESTAMP(6),
          updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- Takes back a mute, a suspension and a ban.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_restore(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_restore', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(p_request_id, 'member_restore', 'member', p_member_id, p_reason, NULL);
    UPDATE community_demo.users
      SET status = 'active', banned_at = NULL, muted_until = NULL, suspended_until = NULL,
          updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- Undone by another rename.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_rename(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500),
  IN p_nickname VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  DECLARE EXIT HANDLER FOR 1062
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Another member has this nickname. Nothing was changed.';
  CALL caretaker_site.begin_member_action(p_request_id, 'member_rename', p_member_id, v_done);
  IF NOT v_done THEN
    IF TRIM(COALESCE(p_nickname, '')) = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A nickname cannot be empty. Nothing was changed.';
    END IF;
    IF EXISTS (SELECT 1 FROM community_demo.users WHERE nickname = TRIM(p_nickname) AND id <> p_member_id) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Another member has this nickname. Nothing was changed.';
    END IF;
    CALL caretaker_site.record_action(p_request_id, 'member_rename', 'member', p_member_id, p_reason, NULL);
    INSERT INTO community_demo.nickname_changes (user_id, old_nickname, new_nickname, actor, created_at)
      SELECT id, nickname, TRIM(p_nickname), USER(), UTC_TIMESTAMP(6) FROM community_demo.users WHERE id = p_member_id;
    UPDATE community_demo.users SET nickname = TRIM(p_nickname), updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- The application refuses sessions that began before `sessions_valid_from`.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_sign_out_everywhere(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_sign_out_everywhere', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(
      p_request_id, 'member_sign_out_everywhere', 'member', p_member_id, p_reason, NULL);
    UPDATE community_demo.users SET sessions_valid_from = UTC_TIMESTAMP(6), updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.member_force_password_reset(
  IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_done BOOLEAN;
  CALL caretaker_site.begin_member_action(p_request_id, 'member_force_password_reset', p_member_id, v_done);
  IF NOT v_done THEN
    CALL caretaker_site.record_action(
      p_request_id, 'member_force_password_reset', 'member', p_member_id, p_reason, NULL);
    UPDATE community_demo.users
      SET must_reset_password = 1, sessions_valid_from = UTC_TIMESTAMP(6), updated_at = UTC_TIMESTAMP(6)
      WHERE id = p_member_id;
  END IF;
END//

-- Tells a member something, once for a request: the application shows it at the next visit and mails it. That decides
-- nothing about the member, so it stands with the notices and not with the actions. The console waits a while before it
-- calls this, and then whichever console comes first does: `actor` is whose console handed the message over. Who wrote it
-- is the actor of the console's decision, which its outbox names by the request id.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.notify_member(
  IN p_request_id CHAR(36) CHARACTER SET ascii, IN p_member_id BIGINT UNSIGNED, IN p_body VARCHAR(4000))
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_same BOOLEAN;
  DECLARE v_message VARCHAR(128);
  -- A duplicate is the same request, at the same time, over another connection: one message is sent. Unless it is seen to
  -- be the very same, it is refused, as by record_action.
  DECLARE EXIT HANDLER FOR 1062
    IF NOT EXISTS (
      SELECT 1 FROM community_demo.notices
      WHERE request_id = p_request_id AND user_id = p_member_id AND CAST(body AS BINARY) = CAST(p_body AS BINARY)
    ) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This request was just used elsewhere. Nothing was sent; try again.';
    END IF;
  IF COALESCE(p_request_id, '') = '' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A message needs the id of its request. Nothing was sent.';
  END IF;
  -- Letter by letter: who used a message's request for other words would have those words pass for it.
  SELECT user_id = p_member_id AND CAST(body AS BINARY) = CAST(p_body AS BINARY) INTO v_same
    FROM community_demo.notices WHERE request_id = p_request_id;
  IF NOT v_same THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This request was already used for another message. Nothing was sent.';
  END IF;
  IF v_same IS NULL THEN
    IF TRIM(COALESCE(p_body, '')) = '' THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A message cannot be empty. Nothing was sent.';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM community_demo.users WHERE id = p_member_id AND status <> 'deleted') THEN
      SET v_message = CONCAT('There is no member ', COALESCE(p_member_id, 'without a number'),
                             ' to be told, or no longer. Nothing was sent.');
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_message;
    END IF;
    INSERT INTO community_demo.notices (request_id, user_id, body, actor, created_at)
      VALUES (p_request_id, p_member_id, p_body, USER(), UTC_TIMESTAMP(6));
  END IF;
END//

-- Puts a file beside a message of notify_member, which it follows in one transaction: `p_position` counts the files of a
-- message from 1. Types and sizes are the console's to limit; a site may refuse more.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.notify_attach(
  IN p_request_id CHAR(36) CHARACTER SET ascii, IN p_position TINYINT UNSIGNED, IN p_name VARCHAR(200),
  IN p_type VARCHAR(60), IN p_content MEDIUMBLOB)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
  DECLARE v_notice BIGINT UNSIGNED;
  DECLARE v_same BOOLEAN;
  SELECT id INTO v_notice FROM community_demo.notices WHERE request_id = p_request_id;
  IF v_notice IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such message to put a file beside. Nothing was sent.';
  END IF;
  SELECT name = p_name AND content = p_content INTO v_same FROM community_demo.notice_files
    WHERE notice_id = v_notice AND position = p_position;
  IF NOT v_same THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Another file is in this place already. Nothing was sent.';
  END IF;
  IF v_same IS NULL THEN
    INSERT INTO community_demo.notice_files (notice_id, position, name, type, content)
      VALUES (v_notice, p_position, p_name, p_type, p_content);
  END IF;
END//

CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.content_hide(
  IN p_request_id CHAR(36), IN p_kind VARCHAR(20), IN p_content_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
CALL caretaker_site.change_content(p_request_id, 'content_hide', p_kind, p_content_id, p_reason, UTC_TIMESTAMP(6))//

CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.content_restore(
  IN p_request_id CHAR(36), IN p_kind VARCHAR(20), IN p_content_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
SQL SECURITY DEFINER MODIFIES SQL DATA
CALL caretaker_site.change_content(p_request_id, 'content_restore', p_kind, p_content_id, p_reason, NULL)//

-- The one way to private messages: those of the conversation that a report names, the newest 1000, in their order.
CREATE DEFINER = caretaker_owner@localhost PROCEDURE caretaker_site.report_conversation(
  IN p_report_id BIGINT UNSIGNED)
SQL SECURITY DEFINER READS SQL DATA
BEGIN
  DECLARE v_conversation_id BIGINT UNSIGNED;
  DECLARE v_message VARCHAR(128);
  SELECT reportable_id INTO v_conversation_id FROM community_demo.reports
    WHERE id = p_report_id AND reportable_type = 'Conversation';
  IF v_conversation_id IS NULL THEN
    SET v_message = CONCAT('Report ', COALESCE(p_report_id, ''), ' does not name a conversation.');
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = v_message;
  END IF;
  SELECT id, conversation_id, author_id, at, body
    FROM (SELECT id, conversation_id, user_id AS author_id, created_at AS at, body
            FROM community_demo.messages
            WHERE conversation_id = v_conversation_id ORDER BY id DESC LIMIT 1000) AS newest
    ORDER BY id;
END//

DELIMITER ;

SET SESSION sql_mode = @caretaker_former_mode;
