import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { inMinutes } from '../support/acting.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { type Queueing, queueing } from '../support/queueing.ts';

const filter = QueueFilter.parse({});

describe('The queue, called as a window calls it', () => {
  let town: Community;
  let queue: Queueing;
  let moderator: Client;
  let admin: Client;
  const stack = new AsyncDisposableStack();
  const signedIn = async (role: 'moderator' | 'admin' | 'support' | 'cto') => {
    const { client } = stack.use(await testConsole());
    const { host, port } = town.root;
    const details = { name: 'Test', host, port, tls: 'off' as const, ca: null, replica: null };
    const { id: connectionId } = await client.connections.save({ id: null, details });
    await client.session.signIn({ connectionId, user: role, password: passwordOf(role) });
    return client;
  };
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    // The site's own reports are not what is looked at here.
    await town.sql.query('DELETE FROM community_demo.reports');
    queue = queueing(town);
    [moderator, admin] = [await signedIn('moderator'), await signedIn('admin')];
  });
  afterAll(() => stack.disposeAsync());

  test('two people work it side by side, and each sees what the other does', async () => {
    const best = await queue.open(20);
    const second = await queue.open(10);
    const heard: string[] = [];
    const listening = new AbortController();
    const hearing = hear(await admin.changes.watch(undefined, { signal: listening.signal }), heard);

    const next = await moderator.reports.claimNext({ claimId: randomUUID(), filter });
    expect(next.caseId).toBe(best);
    await moderator.reports.look({ caseId: best, writing: true });
    expect((await admin.reports.look({ caseId: best, writing: false })).others).toEqual([
      { user: 'moderator', name: 'The moderator', writing: true },
    ]);
    await expect(admin.reports.claim({ caseId: best, claimId: randomUUID() })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^The moderator holds this case until/),
    });
    expect(await idsOf(admin, 'next')).toEqual([second]);
    const { rows } = await admin.reports.rows({ caseIds: [best] });
    expect(rows[0]?.claim).toEqual({ user: 'moderator', name: 'The moderator', until: next.until });

    const { people } = await moderator.reports.colleagues();
    expect(people).toEqual([{ user: 'admin', name: 'The admin' }]);
    const of = { caseId: best, requestId: randomUUID() };
    await moderator.reports.handOver({ ...of, to: 'admin', note: 'Yours to decide' });
    expect(await idsOf(admin, 'next')).toEqual([best, second]);
    expect((await admin.reports.claimNext({ claimId: randomUUID(), filter })).caseId).toBe(best);
    await admin.reports.note({ caseId: best, requestId: randomUUID(), body: 'Waiting for an answer' });
    await admin.reports.hold({
      caseId: best,
      requestId: randomUUID(),
      until: inMinutes(30),
      note: 'Until then',
    });
    expect(await idsOf(moderator, 'held')).toEqual([best]);
    expect((await moderator.reports.counts({ filter })).counts).toMatchObject({
      next: { count: 1, capped: false },
      held: { count: 1, capped: false },
      mine: { count: 0, capped: false },
    });
    await moderator.reports.resume({ caseId: best, requestId: randomUUID() });
    expect(await idsOf(moderator, 'unclaimed')).toEqual([best, second]);

    await expect
      .poll(() => heard, { timeout: 5000 })
      .toEqual(expect.arrayContaining([`case ${best}`, `looking ${best}`]));
    listening.abort();
    await hearing;
  });

  test('a claim of one’s own is renewed and given back', async () => {
    const only = await queue.open(100);
    const { until } = await moderator.reports.claim({ caseId: only, claimId: randomUUID() });
    const renewed = await moderator.reports.renew({ caseId: only });
    expect(renewed.until > until).toBe(true);
    expect(await moderator.reports.release({ caseId: only })).toEqual({});
    expect(await queue.row(only)).toMatchObject({ holder: null });
  });

  test.each(['support', 'cto'] as const)('is closed to %s, who is told so', async (role) => {
    const client = await signedIn(role);
    const calls = [
      () => client.reports.list({ view: 'next', filter }),
      () => client.reports.counts({ filter }),
      () => client.reports.claimNext({ claimId: randomUUID(), filter }),
      () => client.reports.claim({ caseId: '1' as CaseId, claimId: randomUUID() }),
      () => client.reports.note({ caseId: '1' as CaseId, requestId: randomUUID(), body: 'Hm' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  async function idsOf(client: Client, view: 'next' | 'held' | 'unclaimed'): Promise<string[]> {
    return (await client.reports.list({ view, filter })).rows.map(({ id }) => id);
  }
});

async function hear(
  changes: AsyncIterable<{ changes: { topic: string; subjectId: string }[] }>,
  into: string[],
): Promise<void> {
  try {
    for await (const { changes: some } of changes) {
      into.push(...some.map(({ topic, subjectId }) => `${topic} ${subjectId}`));
    }
  } catch {
    // The listening was ended.
  }
}
