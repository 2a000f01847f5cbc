import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { rebuildDirectory } from '../../src/core/directory/control.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { contents, differences, wantedContents } from '../support/directory-model.ts';
import { costOf } from '../support/statements.ts';

/** Two servers with the same community, of which the second has not heard yet of what happened last. */
describe('The member directory of a site with a replica', () => {
  let primary: Community;
  let replica: Community;
  let signedIn: SignedIn;
  beforeAll(async () => {
    primary = await testCommunity({ members: 2500, directory: false });
    replica = await testCommunity({ members: 2500, directory: false });
    const target = { primary: primary.address('admin'), replica: replica.address('admin') };
    const opening = await openSession(target);
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    signedIn = opening.signedIn;
    // Until the replica's line is up, the primary is asked.
    const isReplica = () =>
      signedIn.database.read(undefined, (db, run) =>
        db
          .selectFrom('caretaker_site.member')
          .select('nickname')
          .where('nickname', '=', 'replica')
          .execute(run),
      );
    await replica.sql.query("UPDATE community_demo.users SET nickname = 'replica' WHERE id = 1");
    await vi.waitUntil(async () => (await isReplica()).length === 1, { timeout: 10_000 });
    await replica.sql.query('UPDATE community_demo.users SET nickname = ? WHERE id = 1', [
      (await wantedContents(primary.sql)).members[0]?.nickname,
    ]);
  });
  afterAll(async () => {
    await signedIn?.database.close();
    await primary?.[Symbol.asyncDispose]();
    await replica?.[Symbol.asyncDispose]();
  });

  const expectWhole = async () =>
    expect(differences(await contents(primary.sql), await wantedContents(primary.sql))).toEqual({});

  test('is built from the replica, but for the newest rows', async () => {
    const costs = await costOf(replica, () => buildDirectory(signedIn));
    const read = costs.filter((it) => it.text.includes('caretaker_site'));
    expect(read.reduce((sum, it) => sum + it.rowsExamined, 0)).toBeGreaterThan(3000);
    expect(costs.filter((it) => /INSERT|UPDATE|DELETE/.test(it.text))).toEqual([]);
    await expectWhole();
  });

  test('does not go back to what a replica that lags still says', async () => {
    await replica.sql.query("UPDATE community_demo.users SET nickname = CONCAT('old ', id) WHERE id < 50");
    await replica.sql.query('DELETE FROM community_demo.users WHERE id BETWEEN 100 AND 120');
    for (let page = 0; page < 6; page += 1) await buildDirectory(signedIn);
    await expectWhole();
  });

  test('built anew from a replica that lags loses nobody', async () => {
    await replica.sql.query('DELETE FROM community_demo.users WHERE id BETWEEN 130 AND 140');
    await rebuildDirectory(signedIn);
    await buildDirectory(signedIn);
    const { members } = await contents(primary.sql);
    expect(members).toHaveLength(2500);
    expect(members.find((it) => it.member_id === '135')).toBeDefined();
  });
});
