import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Connection, ConnectionDetails, ConnectionId, DemoPerson } from '../../contract/connections.ts';
import { UserName } from '../../contract/values.ts';
import { Refused } from '../errors.ts';

const Saved = z.object({
  id: ConnectionId,
  details: ConnectionDetails,
  lastUser: UserName.nullable().default(null),
  keptUser: UserName.nullable().default(null),
});
type Saved = z.infer<typeof Saved>;

const SavedFile = z.object({ connections: z.array(Saved) });

const Given = z.object({
  id: ConnectionId,
  name: z.string(),
  host: z.string(),
  port: z.int(),
  tls: z.enum(['required', 'off']),
});

/** Where the demo's pictures are in truth, by the origin that its community gives them: a server of this machine. */
const DemoMedia = z.record(z.url(), z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/));

/** `demo.json`, written by the start script: the private server, its pictures and its four people. */
const DemoFile = z.object({
  connection: Given.extend({ media: DemoMedia.default({}) }),
  people: z.array(DemoPerson.extend({ password: z.string() })),
});

/** `connect.json`, written by the start script for a server named on its command line. */
const ConnectFile = z.object({ connection: Given, user: UserName.nullable() });

/**
 * The connections of this profile folder: those a person saved, and what the start script put beside them.
 * Passwords are never in these files, but for the demo community's own throw-away accounts.
 */
export class ConnectionStore {
  readonly #folder: string;

  constructor(profileDir: string) {
    this.#folder = profileDir;
    mkdirSync(profileDir, { recursive: true });
  }

  list(): Connection[] {
    return [...this.#given(), ...this.#read().map((it) => ({ ...it, editable: true, demoPeople: [] }))];
  }

  get(id: ConnectionId): Connection {
    const found = this.list().find((it) => it.id === id);
    if (found) return found;
    throw new Refused(
      'NOT_FOUND',
      'This connection is not saved here any more. Pick another or add it again.',
    );
  }

  /** Adds a connection, or changes the one with this id. */
  save(id: ConnectionId | null, details: ConnectionDetails): ConnectionId {
    const all = this.#read();
    const known = all.find((it) => it.id === id);
    if (id !== null && !known) {
      throw new Refused(
        'NOT_FOUND',
        'This connection is not saved here any more. What you typed is kept; save it as a new one.',
      );
    }
    const saved: Saved = known
      ? { ...known, details }
      : { id: ConnectionId.parse(randomUUID()), details, lastUser: null, keptUser: null };
    this.#write(known ? all.map((it) => (it === known ? saved : it)) : [...all, saved]);
    return saved.id;
  }

  remove(id: ConnectionId): void {
    this.#write(this.#read().filter((it) => it.id !== id));
  }

  /** Notes who signed in last and whose password lies in the key chain. */
  note(id: ConnectionId, users: { lastUser: string | null; keptUser: string | null }): void {
    this.#write(this.#read().map((it) => (it.id === id ? { ...it, ...users } : it)));
  }

  demoPassword(id: ConnectionId, user: string): string | null {
    const demo = this.#readFile('demo.json', DemoFile);
    if (demo?.connection.id !== id) return null;
    return demo.people.find((it) => it.user === user)?.password ?? null;
  }

  /** Where the media of an origin are instead of there; nothing for any connection but the demo's. */
  demoMedia(id: ConnectionId): Readonly<Record<string, string>> {
    const demo = this.#readFile('demo.json', DemoFile);
    return demo?.connection.id === id ? demo.connection.media : {};
  }

  /** Keeps the demo's own accounts one click away after a change of a password. Does nothing for any other. */
  changeDemoPassword(id: ConnectionId, user: string, password: string): void {
    const demo = this.#readFile('demo.json', DemoFile);
    if (demo?.connection.id !== id) return;
    const people = demo.people.map((it) => (it.user === user ? { ...it, password } : it));
    this.#writeFile('demo.json', { ...demo, people });
  }

  #given(): Connection[] {
    const demo = this.#readFile('demo.json', DemoFile);
    const connect = this.#readFile('connect.json', ConnectFile);
    return [
      ...(demo
        ? [
            givenConnection(
              demo.connection,
              null,
              demo.people.map(({ password: _, ...it }) => it),
            ),
          ]
        : []),
      ...(connect ? [givenConnection(connect.connection, connect.user, [])] : []),
    ];
  }

  #read(): Saved[] {
    return this.#readFile('connections.json', SavedFile)?.connections ?? [];
  }

  #readFile<T>(name: string, shape: z.ZodType<T>): T | null {
    const file = join(this.#folder, name);
    if (!existsSync(file)) return null;
    try {
      return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      throw new Refused(
        'INTERNAL',
        `The file ${file} is damaged. Correct it, or move it away and start again.`,
      );
    }
  }

  #write(connections: Saved[]): void {
    this.#writeFile('connections.json', { connections });
  }

  /** Written beside and renamed, so that a full disk or a crash leaves the file as it was. */
  #writeFile(name: string, content: object): void {
    const file = join(this.#folder, name);
    const fresh = `${file}.new`;
    writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, file);
  }
}

function givenConnection(
  given: z.infer<typeof Given>,
  lastUser: string | null,
  demoPeople: z.infer<typeof DemoPerson>[],
): Connection {
  const { id, name, host, port, tls } = given;
  return {
    id,
    details: { name, host, port, tls, ca: null, replica: null },
    editable: false,
    lastUser,
    keptUser: null,
    demoPeople,
  };
}
