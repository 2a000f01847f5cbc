/** What a server calls itself, as far as Caretaker's SQL depends on it. */
export interface Server {
  readonly flavour: 'mariadb' | 'mysql';
  readonly major: number;
  readonly minor: number;
  /** For people: `MariaDB 10.11.19`. */
  readonly label: string;
}

/** The oldest servers that Caretaker is tested on. */
export const oldestServers = { mariadb: [10, 11], mysql: [8, 4] } as const;

/** Parses `SELECT VERSION()`: `10.11.19-MariaDB-0+deb12u1`, `9.7.4-2`. */
export function serverOf(version: string): Server {
  const flavour = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  // Some proxies keep the prefix by which MariaDB once passed for MySQL 5.5.5.
  const match = /^(?:5\.5\.5-)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  const [major = 0, minor = 0, patch = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const name = flavour === 'mariadb' ? 'MariaDB' : 'MySQL';
  return { flavour, major, minor, label: `${name} ${major}.${minor}.${patch}` };
}

/** What a server that is too old is, and what is needed instead, as a sentence. */
export function neededServer({ label }: Server): string {
  const { mariadb, mysql } = oldestServers;
  return `The server is ${label}; Caretaker needs MariaDB ${mariadb.join('.')} or MySQL ${mysql.join('.')}, or later.`;
}

export function isTooOld(server: Server): boolean {
  const [major, minor] = oldestServers[server.flavour];
  return server.major < major || (server.major === major && server.minor < minor);
}
