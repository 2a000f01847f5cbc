import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type NewDraft, saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { attach } from '../../src/core/tickets/conversation/files/attach.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('What is being written', () => {
  let town: Community;
  let line: BreakingLine;
  let mara: SignedIn & AsyncDisposable;
  let tom: SignedIn & AsyncDisposable;
  let shaky: SignedIn & AsyncDisposable;
  let at: Ticketing;
  beforeAll(async () => {
    town = await testCommunity();
    line = await breakingLine(town.root.port);
    mara = await agentNamed(town, 'mara');
    tom = await agentNamed(town, 'tom');
    shaky = await agentNamed(town, 'sam', { port: line.port });
    at = ticketing(town);
  });
  afterAll(async () => {
    for (const it of [shaky, mara, tom]) await it?.[Symbol.asyncDispose]();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const draft = (ticketId: TicketId, o: Partial<NewDraft> = {}): NewDraft => ({
    ticketId,
    kind: 'reply',
    owner: 'mara',
    body: 'Hello',
    attachments: [],
    shared: false,
    sequence: 1,
    ...o,
  });
  const draftsOf = async (who: SignedIn, ticketId: TicketId) =>
    (await getTicket(who, ticketId, undefined)).drafts;

  test('is never older than the newest that was saved, in whatever order they arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.record({
            sequence: fc.integer({ min: 0, max: 1000 }),
            body: fc.constantFrom('', 'a', 'b', ' ☂\n'),
          }),
          { selector: (it) => it.sequence, minLength: 1, maxLength: 8 },
        ),
        fc.boolean(),
        async (saves, atOnce) => {
          const ticketId = await at.open();
          let newest = -1;
          const one = async (save: (typeof saves)[number]) => {
            const { sequence } = await saveDraft(mara, draft(ticketId, save));
            newest = Math.max(newest, save.sequence);
            expect(sequence).toBeGreaterThanOrEqual(save.sequence);
          };
          if (atOnce) await Promise.all(saves.map(one));
          else {
            for (const save of saves) {
              await one(save);
              const body = saves.find((it) => it.sequence === newest)?.body;
              const shown = await draftsOf(mara, ticketId);
              expect(shown.map((it) => it.body)).toEqual(body === '' ? [] : [body]);
            }
          }
          const last = saves.toSorted((a, b) => b.sequence - a.sequence)[0];
          const shown = await draftsOf(mara, ticketId);
          expect(shown.map((it) => it.body)).toEqual(last?.body === '' ? [] : [last?.body]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('saved again by a console that had not heard of it changes nothing, and a line that breaks loses nothing', async () => {
    const ticketId = await at.open();
    const mine = draft(ticketId, { owner: 'sam', body: 'Once', sequence: 7 });
    line.breakAt('after-commit', 0, /INSERT INTO caretaker.ticket_draft/);
    const before = line.broken;
    await saveDraft(shaky, mine);
    expect(line.broken).toBe(before + 1);
    await saveDraft(shaky, { ...mine, body: 'Other' });
    expect(await draftsOf(shaky, ticketId)).toMatchObject([{ body: 'Once', sequence: 7 }]);
  });

  test('keeps an answer and a note apart, with their files, and is shown to nobody else', async () => {
    const ticketId = await at.open();
    const data = new Blob(['steps']);
    const file = await attach(mara, { requestId: randomUUID(), ticketId, name: 'a.txt', data });
    await saveDraft(mara, draft(ticketId, { attachments: [file.id] }));
    await saveDraft(mara, draft(ticketId, { kind: 'note', body: 'For us' }));
    const shown = await draftsOf(mara, ticketId);
    expect(shown.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toMatchObject([
      { kind: 'note', body: 'For us', attachments: [], origin: null },
      { kind: 'reply', body: 'Hello', attachments: [file], owner: { user: 'mara', name: 'Mara' } },
    ]);
    expect(await draftsOf(tom, ticketId)).toEqual([]);
  });

  test('that is shared is seen and written by colleagues; one that is not, by nobody but its owner', async () => {
    const ticketId = await at.open();
    await saveDraft(mara, draft(ticketId));
    await expect(saveDraft(tom, draft(ticketId, { sequence: 2 }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(saveDraft(tom, draft(await at.open()))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const told = await at.told('ticket', ticketId);
    await saveDraft(mara, draft(ticketId, { sequence: 2, shared: true }));
    expect(await at.told('ticket', ticketId)).toBe(told + 1);
    expect(await draftsOf(tom, ticketId)).toMatchObject([{ owner: { user: 'mara' }, shared: true }]);
    await saveDraft(tom, draft(ticketId, { sequence: 3, body: 'Better words', shared: false }));
    expect(await draftsOf(mara, ticketId)).toMatchObject([{ body: 'Better words', shared: true }]);
    await saveDraft(mara, draft(ticketId, { sequence: 4, body: 'Mine again', shared: false }));
    expect(await draftsOf(tom, ticketId)).toEqual([]);
    await expect(saveDraft(tom, draft(ticketId, { sequence: 5 }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test('stays with the ticket it was begun on, and is shown where that was merged into, however deep', async () => {
    const [a, b, c] = [await at.open(), await at.open(), await at.open()];
    await saveDraft(mara, draft(a, { body: 'Begun on a' }));
    await saveDraft(tom, draft(b, { owner: 'tom', body: 'Begun on b', shared: true }));
    await at.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [b, a]);
    await at.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [c, b]);
    expect(await draftsOf(mara, c)).toMatchObject([
      { body: 'Begun on a', origin: a },
      { body: 'Begun on b', origin: b },
    ]);
  });

  test('is refused for a ticket that there is not', async () => {
    await expect(saveDraft(mara, draft('999999' as TicketId))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
