import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../src/core/jobs/job.ts';
import { createLog } from '../../src/core/log.ts';
import { deliverReplies } from '../../src/core/outbox/deliver.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { askSatisfaction } from '../../src/core/tickets/due/ask.ts';
import { closeTickets } from '../../src/core/tickets/due/close.ts';
import { wakeTickets } from '../../src/core/tickets/due/wake.ts';
import { readAllRequests } from '../../src/core/tickets/intake/job.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Requesting, requesting } from '../support/requesting.ts';
import { costOf } from '../support/statements.ts';

describe('Tickets whose moment has come', () => {
  let town: Community;
  let it: Requesting;
  let support: SignedIn;
  let admin: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 600, directory: false });
    it = requesting(town);
    support = await town.signIn('support');
    admin = await town.signIn('admin');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const log = createLog({ level: 'silent' });
  const run = (job: Job, who = support) =>
    job.run({ database: who.database, site: who.site, log }, new AbortController().signal);
  /** Both at the same time, as two consoles whose lease went astray. */
  const runTwice = (job: Job) => Promise.all([run(job), run(job, admin), run(job)]);
  const kindsOf = async (id: string) => (await it.eventsOf(id)).map((event) => event.kind);

  async function ticket(columns: Readonly<Record<string, unknown>>, by: number | null = 5): Promise<string> {
    const request = await it.request({ by });
    await readAllRequests(support);
    const { id } = await it.ticketOf(request);
    await it.answered(id, columns);
    return id;
  }
  function at(seconds: number): string {
    return new Date(Date.now() + seconds * 1000).toISOString().replace('T', ' ').replace('Z', '000');
  }

  test('wake, and no others', async () => {
    const due = await ticket({ status: 'open', awaits_us: 1, snoozed_until: at(-5) });
    const waiting = await ticket({ status: 'waiting', snoozed_until: at(-5) });
    const later = await ticket({ snoozed_until: at(3600) });
    await runTwice(wakeTickets);
    expect(await it.row(due)).toMatchObject({ place: 'todo', snoozed_until: null, version: 3 });
    expect(await it.row(waiting)).toMatchObject({ place: 'waiting', snoozed_until: null });
    expect(await it.row(later)).toMatchObject({ place: 'snoozed', version: 2 });
    expect(await kindsOf(due)).toEqual(['opened', 'woken']);
  });

  test('are closed a week after they were solved', async () => {
    const due = await ticket({ status: 'solved', solved_at: at(-7 * 86_400 - 60), ask_at: at(-86_400) });
    const young = await ticket({ status: 'solved', solved_at: at(-7 * 86_400 + 600) });
    await runTwice(closeTickets);
    expect(await it.row(due)).toMatchObject({ status: 'closed', place: 'closed', ask_at: null, version: 3 });
    expect(await it.row(young)).toMatchObject({ status: 'solved', version: 2 });
    expect(await kindsOf(due)).toEqual(['opened', 'closed']);
    expect(
      await it.rows("SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ? AND kind = 'solved'", [due]),
    ).toEqual([]);
  });

  test('ask their members how it was, once and through the site; what they answer is their rating', async () => {
    const due = await ticket({ status: 'solved', solved_at: at(-3700), ask_at: at(-5) });
    await runTwice(askSatisfaction);
    const messages = await it.messagesOf(due);
    expect(messages.map((message) => message.kind)).toEqual(['in', 'out', 'question']);
    const question = messages[2];
    const [member] = await it.rows<{ nickname: string }>(
      'SELECT nickname FROM caretaker_site.member WHERE id = 5',
    );
    expect(question).toMatchObject({
      author: null,
      body: expect.stringContaining(`Hello ${member?.nickname},`),
    });
    expect(await it.row(due)).toMatchObject({
      ask_at: null,
      status: 'solved',
      messages: 3,
      last_message_id: question?.id,
    });
    await run(deliverReplies);
    const [notice] = await it.rows('SELECT * FROM community_demo.notices WHERE request_id = ?', [
      question?.request_id,
    ]);
    expect(notice).toMatchObject({ user_id: '5', body: question?.body });
    await it.request({ inReplyTo: question?.request_id, rating: 5, body: '' });
    await readAllRequests(support);
    expect(await it.row(due)).toMatchObject({ rating: 5, status: 'solved' });
  });

  test('ask nobody twice, nobody who cannot be told, and about nothing that is open again', async () => {
    const asked = await ticket({ status: 'solved', solved_at: at(-60), ask_at: at(-5) });
    await run(askSatisfaction);
    await it.rows('UPDATE caretaker.ticket SET ask_at = ? WHERE id = ?', [at(-5), asked]);
    const others = [
      await ticket({ status: 'solved', ask_at: at(-5) }, null),
      await ticket({ status: 'open', ask_at: at(-5) }),
      await ticket({ status: 'solved', ask_at: at(-5), rating: 3 }),
    ];
    const later = await ticket({ status: 'solved', ask_at: at(600) });
    await run(askSatisfaction);
    for (const id of [asked, ...others]) {
      const questions = (await it.messagesOf(id)).filter((message) => message.kind === 'question');
      expect(questions).toHaveLength(id === asked ? 1 : 0);
      expect(await it.row(id)).toMatchObject({ ask_at: null });
    }
    expect((await it.row(later)).ask_at).not.toBeNull();
  });

  test('are asked about by no site that cannot tell its members', async () => {
    const due = await ticket({ status: 'solved', ask_at: at(-5) });
    const site = { ...support.site, procedures: [] };
    await askSatisfaction.run({ database: support.database, site, log }, new AbortController().signal);
    expect(await it.messagesOf(due)).toHaveLength(2);
    await run(askSatisfaction);
    expect(await it.messagesOf(due)).toHaveLength(3);
  });

  test('wait for none that cannot be changed any more', async () => {
    const stuck = await ticket({ snoozed_until: at(-900) });
    const others: string[] = [];
    for (let nr = 0; nr < 3; nr += 1) others.push(await ticket({ snoozed_until: at(-60) }));
    await it.rows('DROP TRIGGER caretaker.ticket_event_guard');
    await it.rows(
      `CREATE TRIGGER caretaker.ticket_event_guard BEFORE INSERT ON caretaker.ticket_event FOR EACH ROW
       BEGIN IF NEW.ticket_id = ${stuck} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF; END`,
    );
    await run(wakeTickets);
    for (const id of others) expect(await it.row(id)).toMatchObject({ snoozed_until: null });
    expect(await it.row(stuck)).toMatchObject({ place: 'snoozed' });
  });

  test('are looked for by their indexes alone', async () => {
    for (const job of [wakeTickets, closeTickets, askSatisfaction]) {
      for (const cost of await costOf(town, () => run(job))) {
        if (!/ticket_rules/.test(cost.text)) expect(cost, cost.text).toMatchObject({ scans: 0 });
      }
    }
  });
});
