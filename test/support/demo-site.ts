import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../src/contract/roles.ts';
import { type Community, passwordOf, testCommunity } from './community.ts';

/** The demo community behind its site contract, spoken to in SQL alone. */
export interface DemoSite extends AsyncDisposable {
  readonly community: Community;
  /** As the database's administrator. */
  rows(statement: string, values?: unknown[]): Promise<RowDataPacket[]>;
  /** What EXPLAIN says, as a table on both kinds of server. */
  plan(statement: string): Promise<RowDataPacket[]>;
  /** A member's row in the community's own table. */
  member(id: number): Promise<RowDataPacket>;
  /** Someone with nothing against them, now or ever; another member each time. */
  someone(): Promise<number>;
  /** A connection of a staff member, closed with the site. */
  as(role: Role): Promise<Connection>;
  /** Calls a procedure of the site as that role. */
  call(role: Role, procedure: string, ...values: unknown[]): Promise<RowDataPacket[][]>;
}

export async function testSite(): Promise<DemoSite> {
  const community = await testCommunity({ members: 2000 });
  const { host, port } = community.root;
  const open = new Map<Role, Promise<Connection>>();
  let lastMember = 100;

  async function rows(statement: string, values: unknown[] = []): Promise<RowDataPacket[]> {
    return (await community.sql.query<RowDataPacket[]>(statement, values))[0];
  }
  function as(role: Role): Promise<Connection> {
    const there = open.get(role);
    if (there) return there;
    const connection = createConnection({
      host,
      port,
      user: role,
      password: passwordOf(role),
      dateStrings: true,
    });
    open.set(role, connection);
    return connection;
  }
  return {
    community,
    rows,
    as,
    plan: (statement) =>
      rows(`${community.server.flavour === 'mysql' ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN'} ${statement}`),
    async member(id) {
      const [found] = await rows('SELECT * FROM community_demo.users WHERE id = ?', [id]);
      if (!found) throw new Error(`there is no member ${id}`);
      return found;
    },
    async someone() {
      const [found] = await rows(
        `SELECT id FROM caretaker_site.member WHERE status = 'active' AND id > ? AND NOT EXISTS (
           SELECT 1 FROM caretaker_site.member_action WHERE subject_kind = 'member' AND subject_id = member.id
         ) ORDER BY id LIMIT 1`,
        [lastMember],
      );
      lastMember = Number(found?.id);
      return lastMember;
    },
    async call(role, procedure, ...values) {
      const places = values.map(() => '?').join(', ');
      const [sets] = await (await as(role)).query<RowDataPacket[][]>(
        `CALL caretaker_site.${procedure}(${places})`,
        values,
      );
      return sets;
    },
    async [Symbol.asyncDispose]() {
      for (const connection of open.values()) (await connection).destroy();
      await community[Symbol.asyncDispose]();
    },
  };
}
