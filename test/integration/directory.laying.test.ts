import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { isBegun, layDirectory } from '../bench/support/laying.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { contents, differences, wantedContents } from '../support/directory-model.ts';

/** What the benchmarks of many millions stand on. */
describe('A directory that the benchmarks laid in bulk', () => {
  let town: Community;
  let folder: string;
  beforeAll(async () => {
    town = await testCommunity({ members: 4500, directory: false });
    folder = await mkdtemp(join(tmpdir(), 'caretaker-laying-'));
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('is finished by the job, and is then the same as one that it built alone', async ({ skip }) => {
    skip(town.server.flavour === 'mysql', 'MySQL takes no files of its own machine here');
    await town.sql.query(`UPDATE community_demo.users SET nickname = 'back\\\\slash\\ttab' WHERE id = 4000`);
    expect(await isBegun(town.root)).toBe(false);

    await layDirectory({
      root: town.root,
      folder,
      left: { members: 1200, logins: 2500 },
      signal: new AbortController().signal,
      say: () => {},
    });

    expect(await isBegun(town.root)).toBe(true);
    expect((await contents(town.sql)).members).toHaveLength(3300);
    const moderator = await town.signIn('moderator');
    await buildDirectory(moderator);
    expect(differences(await contents(town.sql), await wantedContents(town.sql))).toEqual({});
    const [marks] = await town.sql.query<RowDataPacket[]>(
      `SELECT built_rows - (SELECT COUNT(*) FROM caretaker_site.member) AS members FROM caretaker.directory_part
       WHERE part = 'members'`,
    );
    expect(marks[0]?.members).toBe('0');

    // What comes after is new to it, and nothing else.
    await town.sql.query(
      `INSERT INTO community_demo.logins (user_id, ip, device_id, created_at)
       VALUES (7, '203.0.113.9', 'abcdef', UTC_TIMESTAMP(6))`,
    );
    await buildDirectory(moderator);
    expect(differences(await contents(town.sql), await wantedContents(town.sql))).toEqual({});
  });
});
