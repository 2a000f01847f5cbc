import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/contract/roles.ts';
import { writeProfileFile } from './connection.ts';

/** One of the four who look after the demo community, with the password of a throw-away account. */
export interface DemoPerson {
  user: string;
  password: string;
  name: string;
  role: Role;
}

const TEAM: Omit<DemoPerson, 'password'>[] = [
  { user: 'mara', name: 'Mara Lindqvist', role: 'moderator' },
  { user: 'sam', name: 'Sam Okafor', role: 'support' },
  { user: 'ines', name: 'Inês Duarte', role: 'cto' },
  { user: 'ada', name: 'Ada Moreau', role: 'admin' },
];

const FILE = 'demo.json';

/** The team with the passwords of the start before, or new ones. */
export function demoPeople(profileDir: string): DemoPerson[] {
  const known = knownPasswords(profileDir);
  return TEAM.map((person) => ({
    ...person,
    password: known.get(person.user) ?? randomBytes(18).toString('base64url'),
  }));
}

/** Tells the console where the demo and its pictures are this time and who may sign in with a click. */
export function writeDemoProfile(
  profileDir: string,
  port: number,
  media: Readonly<Record<string, string>>,
  people: DemoPerson[],
): void {
  const connection = { id: 'demo', name: 'Demo community', host: '127.0.0.1', port, tls: 'off', media };
  writeProfileFile(profileDir, FILE, { connection, people });
}

/** Whether the profile was made for a demo, so that it may be removed with it. */
export function isDemoProfile(profileDir: string): boolean {
  return knownPasswords(profileDir).size > 0;
}

function knownPasswords(profileDir: string): Map<string, string> {
  try {
    const { people }: { people: DemoPerson[] } = JSON.parse(readFileSync(join(profileDir, FILE), 'utf8'));
    return new Map(people.map((person) => [person.user, person.password]));
  } catch {
    // None yet, or damaged: the accounts get new passwords, and nobody has to remember one.
    return new Map();
  }
}
