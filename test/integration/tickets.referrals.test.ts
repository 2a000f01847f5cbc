import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { MemberId } from '../../src/contract/values.ts';
import { createLog } from '../../src/core/log.ts';
import { getCase } from '../../src/core/reports/case/get.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import { preview } from '../../src/core/reports/decisions/preview/preview.ts';
import { rescoreCases } from '../../src/core/reports/intake/scores/rescore.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { openReferrals } from '../../src/core/tickets/referrals/job.ts';
import { ticketsOfCase } from '../../src/core/tickets/referrals/of-case.ts';
import { refer } from '../../src/core/tickets/referrals/refer.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';
import { merging } from '../support/merging.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const log = createLog({ level: 'silent' });

describe('A ticket that support hands to the moderators', () => {
  let town: Community;
  let mara: SignedIn & AsyncDisposable;
  let moderator: SignedIn;
  let at: Ticketing;
  let cases: Deciding;
  let reports: Reporting;
  beforeAll(async () => {
    town = await testCommunity({ members: 300, directory: false });
    mara = await agentNamed(town, 'mara');
    moderator = await town.signIn('moderator');
    at = ticketing(town);
    cases = deciding(town, moderator);
    reports = reporting(town);
  });
  afterAll(async () => {
    await mara?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const open = () =>
    openReferrals.run(
      { database: moderator.database, site: moderator.site, log },
      new AbortController().signal,
    );
  const hand = (
    ticketId: TicketId,
    o: { kind?: string; id?: string; reason?: string; requestId?: string } = {},
  ) =>
    refer(mara, {
      requestId: o.requestId ?? randomUUID(),
      ticketId,
      subject: { kind: o.kind ?? 'member', id: (o.id ?? '7') as MemberId },
      reason: o.reason ?? 'harassment',
      note: 'She gets threats every day.',
    });
  const linked = async (ticketId: TicketId) => (await getTicket(mara, ticketId, undefined)).cases;
  const shown = (caseId: string) => getCase(moderator, caseId as CaseId, undefined);

  test('becomes a case with what it is about as it is then, and no report', async () => {
    const photo = await cases.photoOf('9' as MemberId);
    const ticket = await at.open({}, { subject: 'He will not stop', body: 'Look at what he posts' });
    await hand(ticket, { kind: 'photo', id: photo, reason: 'Harassment' });
    expect(await linked(ticket)).toMatchObject([{ caseId: null, state: 'asked', outcome: null }]);
    expect((await at.events(ticket)).at(-1)).toMatchObject({
      kind: 'referred',
      actor: 'mara',
      detail: { kind: 'photo', id: photo, reason: 'Harassment' },
    });
    expect(await at.record(ticket)).toMatchObject([
      { action: 'ticket.referred', detail: { subject: `photo ${photo}`, reason: 'Harassment' } },
    ]);
    await open();
    const row = await reports.caseOf('photo', Number(photo));
    expect(row).toMatchObject({
      state: 'open',
      reports: 0,
      reporters: 0,
      author_id: '9',
      excerpt: 'Buy it here',
    });
    expect(Number(row.believed)).toBeGreaterThan(0.8);
    expect(Number(row.score)).toBeGreaterThan(0);
    expect(await linked(ticket)).toMatchObject([{ caseId: row.id, state: 'open' }]);
    const page = await shown(row.id);
    expect(page).toMatchObject({ row: { reports: 0, reasons: ['Harassment'] }, reports: [] });
    expect(page.evidence).toMatchObject([{ intact: true, evidence: { content: { id: photo } } }]);
    expect(page.events).toMatchObject([
      { kind: 'referred', actor: null, detail: { ticket, by: 'mara', reason: 'Harassment' } },
    ]);
    expect(page.terms.reduce((sum, it) => sum + it.points, 0)).toBeCloseTo(page.row.score, 1);
    const before = (await reports.casesOf('photo', Number(photo))).length;
    await open();
    expect(await reports.casesOf('photo', Number(photo))).toHaveLength(before);
  });

  test('joins the case there is, which is raised by it; and reports join one that it opened', async () => {
    const { caseId, photo } = await cases.open();
    const before = await cases.row(caseId);
    const ticket = await at.open();
    await hand(ticket, { kind: 'photo', id: photo, reason: 'hate' });
    await open();
    const after = await cases.row(caseId);
    expect(after).toMatchObject({ reports: 1, reporters: 1, version: Number(before.version) + 1 });
    expect(Number(after.score)).toBeGreaterThan(Number(before.score));
    expect(await linked(ticket)).toMatchObject([{ caseId, state: 'open' }]);
    expect(await reports.eventsOf(caseId)).toEqual(['opened', 'referred']);

    const other = await cases.photoOf('9' as MemberId);
    await hand(ticket, { kind: 'photo', id: other });
    await open();
    const { id } = await reports.caseOf('photo', Number(other));
    await reports.report({ on: ['Photo', Number(other)], by: 12, about: 9 });
    await cases.reported('9' as MemberId, other);
    expect(await cases.row(id)).toMatchObject({ reports: 2, reporters: 2 });
  });

  test('is decided as any case; the ticket learns what became of it, also of its undo', async () => {
    const ticket = await at.open();
    const author = await cases.someone();
    const photo = await cases.photoOf(author);
    await hand(ticket, { kind: 'photo', id: photo });
    await open();
    const { id } = await reports.caseOf('photo', Number(photo));
    const decision = caseDecision('hide', {
      memberMessage: 'Hello {nickname}',
      reporterMessage: 'Thank you',
    });
    const { effects, problems } = await preview(
      moderator,
      { target: { caseIds: [id as CaseId] }, decision },
      undefined,
    );
    expect(problems).toEqual([]);
    expect(effects.join(' ')).not.toContain('reporter');
    await rescoreCases.run(
      { database: moderator.database, site: moderator.site, log },
      new AbortController().signal,
    );
    const told = await at.told('ticket', ticket);
    const decisionId = await cases.decide(moderator, id, decision);
    expect(await linked(ticket)).toMatchObject([{ caseId: id, state: 'done', outcome: 'hidden' }]);
    expect(await at.told('ticket', ticket)).toBe(told + 1);
    expect((await cases.messages(decisionId)).map((it) => it.member_id)).toEqual([author]);
    await cases.undo(moderator, decisionId);
    expect(await linked(ticket)).toMatchObject([{ caseId: id, state: 'open', outcome: null }]);
  });

  test('stops a decision that was begun before it came, and says so', async () => {
    const { caseId, photo } = await cases.open();
    const { version } = await cases.row(caseId);
    const ticket = await at.open();
    await hand(ticket, { kind: 'photo', id: photo });
    await open();
    await expect(
      decide(moderator, {
        requestId: randomUUID(),
        caseId,
        seenVersion: Number(version),
        decision: caseDecision('dismiss'),
      }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(new RegExp(`Mara handed ticket ${ticket} over`)),
    });
  });

  test('shows the moderators its talk, without notes, also where it was merged since', async () => {
    const [ticket, other] = [await at.open({}, { body: 'He writes to me at night' }), await at.open()];
    await at.rows(
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, author, body) VALUES (?, 'note', 'mara', 'Between us')",
      [ticket],
    );
    await hand(ticket);
    await open();
    const [link] = await linked(ticket);
    const of = () => ticketsOfCase(moderator, link?.caseId ?? '', undefined);
    const before = await of();
    expect(before).toMatchObject([
      {
        ticketId: ticket,
        subject: 'I cannot sign in',
        channel: 'site',
        note: 'She gets threats every day.',
        by: { user: 'mara', name: 'Mara' },
        messages: [{ body: 'He writes to me at night' }],
      },
    ]);
    await merging(at, mara).merge(other, ticket);
    expect((await of())[0]).toMatchObject({ ticketId: other });
    expect((await of())[0]?.messages.map((it) => it.body)).toContain('He writes to me at night');
  });

  test('is refused twice, for what the site does not have, and from where it lies merged', async () => {
    const [ticket, other] = [await at.open(), await at.open()];
    const requestId = randomUUID();
    await hand(ticket, { id: '8', requestId });
    await hand(ticket, { id: '8', requestId });
    expect(await linked(ticket)).toHaveLength(1);
    await expect(hand(ticket, { id: '8' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message:
        'This was handed over already: a case is being opened. Nothing was handed over; what you typed is kept.',
    });
    await open();
    await expect(hand(ticket, { id: '8' })).rejects.toMatchObject({
      message: expect.stringMatching(/^This was handed over already: case \d+ is not decided yet\./),
    });
    for (const subject of [
      { id: '999999' },
      { kind: 'photo', id: '99999999' },
      { kind: 'conversation', id: '1' },
    ])
      await expect(hand(ticket, subject)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await merging(at, mara).merge(other, ticket);
    await expect(hand(ticket, { id: '9' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('leaves cases to those who may: support reads none, and moderators write no ticket', async () => {
    await overTheWire(town, 'support', async (wire) => {
      await expect(wire.query('SELECT id FROM caretaker.report_case')).rejects.toMatchObject({
        message: expect.stringContaining('denied'),
      });
      await expect(
        wire.query("UPDATE caretaker.ticket_referral SET case_state = 'done'"),
      ).rejects.toMatchObject({ message: expect.stringContaining('denied') });
    });
    await overTheWire(town, 'moderator', async (wire) => {
      await expect(wire.query('UPDATE caretaker.ticket SET status = 1')).rejects.toMatchObject({
        message: expect.stringContaining('denied'),
      });
    });
  });
});
