import { z } from 'zod';

export const roles = ['moderator', 'support', 'cto', 'admin'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const roleNames: Record<Role, string> = {
  moderator: 'Community manager',
  support: 'Support',
  cto: 'CTO',
  admin: 'Administrator',
};

/**
 * Who may make a call: anyone who reached the console, anyone signed in, or the roles named.
 * The console hides and refuses by this; the database's own grants are what enforces it.
 */
export type Access = 'anyone' | 'signed-in' | readonly Role[];

/** Roles that may read what members are and do. */
export const memberReaders = ['moderator', 'support', 'admin'] as const satisfies readonly Role[];

/** Roles that read the whole record; everyone else reads what they did themselves. */
export const recordReaders = ['cto', 'admin'] as const satisfies readonly Role[];

export function mayCall(access: Access, role: Role | null): boolean {
  if (access === 'anyone') return true;
  if (role === null) return false;
  return access === 'signed-in' || access.includes(role);
}
