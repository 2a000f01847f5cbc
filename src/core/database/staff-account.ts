import { escape as quote } from 'mysql2';
import type { Role } from '../../contract/roles.ts';
import { roleAccount } from './grants.ts';
import type { Server } from './server.ts';

/** An account of the staff in a statement: it may come from any host. */
export function accountOf(user: string): string {
  return `${quote(user)}@'%'`;
}

/**
 * What bounds an account, so that nobody's own client of the database runs away with the server. 30 connections are three
 * consoles and a client; the seconds are MariaDB's alone to give, and a session may ask for others.
 */
export function boundsOf(flavour: Server['flavour'], requireTls: boolean): string {
  const tls = requireTls ? 'REQUIRE SSL ' : '';
  return `${tls}WITH MAX_USER_CONNECTIONS 30${flavour === 'mariadb' ? ' MAX_STATEMENT_TIME 60' : ''}`;
}

/** Lets an account start with its role. The console names it in any case. */
export function startWithRole(flavour: Server['flavour'], user: string, role: Role): string {
  return `SET DEFAULT ROLE ${roleAccount(role)} ${flavour === 'mariadb' ? 'FOR' : 'TO'} ${accountOf(user)}`;
}
