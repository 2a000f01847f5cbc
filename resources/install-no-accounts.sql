-- Takes back what install-accounts.sql gave, where the database's administrator makes the accounts of the staff. What is
-- not held cannot be revoked: the installer passes over the server's word for that.

DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_add;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_set_role;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_set_password;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_account_remove;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_run;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_check;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_note;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_give_role;
DROP PROCEDURE IF EXISTS caretaker_audit.staff_end_sessions;
REVOKE CREATE USER, PROCESS, /*M! CONNECTION ADMIN */ /*!80000 CONNECTION_ADMIN */ ON *.* FROM caretaker_owner@localhost;
REVOKE caretaker_moderator FROM caretaker_owner@localhost;
REVOKE caretaker_support FROM caretaker_owner@localhost;
REVOKE caretaker_cto FROM caretaker_owner@localhost;
REVOKE caretaker_admin FROM caretaker_owner@localhost;
REVOKE SELECT (User) ON mysql.user FROM caretaker_owner@localhost;
