import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberQuery } from '../../src/contract/members/search.ts';
import { RecordFilter } from '../../src/contract/record.ts';
import { searchMembers } from '../../src/core/members/search/search.ts';
import { listRecord } from '../../src/core/record/list.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

/** Two servers with the same community; a member's nickname tells which of them answered. */
describe('A connection with a read replica', () => {
  let primary: Community;
  let replica: Community;
  let signedIn: SignedIn;
  beforeAll(async () => {
    primary = await testCommunity();
    replica = await testCommunity();
    const rename = 'UPDATE caretaker.member_directory SET nickname = ? WHERE member_id = 1';
    await primary.sql.query(rename, ['from the primary']);
    await replica.sql.query(rename, ['from the replica']);
    const opening = await openSession({
      primary: primary.address('admin'),
      replica: replica.address('admin'),
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    signedIn = opening.signedIn;
  });
  afterAll(async () => {
    await signedIn?.database.close();
    await primary?.[Symbol.asyncDispose]();
    await replica?.[Symbol.asyncDispose]();
  });

  const answering = async () => {
    const input = { ...MemberQuery.parse({ text: '#1' }), cursor: null, limit: 1 };
    const { rows } = await searchMembers(signedIn.database, input, undefined);
    return rows[0]?.nickname;
  };

  test('reads members from the replica and the record from the primary', async () => {
    await expect.poll(answering).toBe('from the replica');
    const page = { filter: RecordFilter.parse({}), cursor: null, limit: 50 };
    const { rows } = await listRecord(signedIn, page, undefined);
    const [entries] = await primary.sql.query(
      'SELECT id FROM caretaker_audit.entry ORDER BY at DESC, id DESC',
    );
    expect(rows.map((it) => it.id)).toEqual((entries as { id: string }[]).map((it) => it.id));
  });

  test('asks the primary while the replica is gone, and the replica again when it is back', async () => {
    await expect.poll(answering).toBe('from the replica');
    replica.server.kill();
    expect(await answering()).toBe('from the primary');
    expect(signedIn.database.link.link.state).toBe('up');
    await replica.server.startAgain();
    await expect.poll(answering, { timeout: 10_000 }).toBe('from the replica');
  });
});
