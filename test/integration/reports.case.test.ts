import { randomUUID } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CaseDecision } from '../../src/contract/reports/decisions.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { EntryId, MemberId } from '../../src/contract/values.ts';
import { memberContent } from '../../src/core/members/page/content.ts';
import { getCase } from '../../src/core/reports/case/get.ts';
import { presentSubject } from '../../src/core/reports/case/now.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import { readMembers } from '../../src/core/reports/intake/evidence/members.ts';
import { contentHash, memberHash } from '../../src/core/reports/intake/evidence/snapshot.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { addCase, addEvidence, contentItem } from '../support/report-cases.ts';

describe('A case on one screen', () => {
  let town: Community;
  let mara: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 300, directory: false });
    mara = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const get = (caseId: CaseId) => getCase(mara, caseId, undefined);
  const now = (caseId: CaseId) => presentSubject(mara, caseId, undefined);
  async function rows(statement: string, values: unknown[] = []): Promise<RowDataPacket[]> {
    const [found] = await town.sql.query<RowDataPacket[]>(statement, values);
    return found;
  }
  async function someone(not: string[] = ['0']): Promise<MemberId> {
    const [row] = await rows(
      "SELECT id FROM caretaker_site.member WHERE status = 'active' AND id NOT IN (?) ORDER BY id LIMIT 1",
      [not],
    );
    return String(row?.id) as MemberId;
  }
  /** A report of the site joins the case, as the intake writes it. */
  async function addReport(caseId: CaseId, nth: number): Promise<{ id: EntryId; reporterId: string }> {
    const [report] = await rows('SELECT id, reporter_id FROM caretaker_site.report ORDER BY id LIMIT ?, 1', [
      nth,
    ]);
    await town.sql.query('INSERT INTO caretaker.report_item SET ?, at = UTC_TIMESTAMP(6)', [
      {
        report_id: report?.id,
        case_id: caseId,
        reporter_id: report?.reporter_id,
        reason: 'spam',
        note: 'Look',
        weight: 0.5,
      },
    ]);
    return { id: String(report?.id) as EntryId, reporterId: String(report?.reporter_id) };
  }
  /** A photo of the community that is there, and a case about it with the evidence that the intake would keep. */
  async function photoCase() {
    const [row] = await rows(
      `SELECT id, author_id FROM caretaker_site.content_photo WHERE visible = 1
         AND id NOT IN (SELECT subject_id FROM caretaker.report_case WHERE subject_kind = 'photo') ORDER BY id LIMIT 1`,
    );
    const id = String(row?.id);
    const { item, ...around } = await memberContent(mara, { kind: 'photo', id }, undefined);
    const caseId = await addCase(town, { kind: 'photo', subjectId: id, authorId: String(row?.author_id) });
    await addEvidence(town, caseId, { content: item, ...around }, contentHash(item));
    return { caseId, id, item };
  }

  test('the score is shown as a sum of its terms', async () => {
    const caseId = await addCase(town, {
      columns: { severity: 4, believed: 3, reach: 99, age_step: 2, danger: 'life', score: 10_011_000 },
    });
    const { terms, row } = await get(caseId);
    expect(terms.map((it) => [it.name, it.points])).toEqual([
      ['danger', 100_000],
      ['severity', 60],
      ['reporters', 20],
      ['reach', 10],
      ['age', 20],
    ]);
    expect(terms.reduce((sum, it) => sum + it.points, 0)).toBe(row.score);
  });

  test('reports stand with who made them and how right each has been, the newest first', async () => {
    const caseId = await addCase(town);
    const first = await addReport(caseId, 0);
    const second = await addReport(caseId, 1);
    await town.sql.query(
      'REPLACE INTO caretaker.reporter (member_id, right_count, wrong_count) VALUES (?, 7, 2)',
      [first.reporterId],
    );
    const [{ nickname } = { nickname: '' }] = (await rows(
      'SELECT nickname FROM caretaker_site.member WHERE id = ?',
      [first.reporterId],
    )) as { nickname: string }[];
    const { reports } = await get(caseId);
    expect(reports.map((it) => it.reportId)).toEqual([second.id, first.id]);
    expect(reports[1]).toMatchObject({ reporter: nickname, right: 7, wrong: 2, weight: 0.5, note: 'Look' });
  });

  test('the author is there as their page shows them, and is null where nobody knows one', async () => {
    const authorId = await someone();
    const { author, row } = await get(await addCase(town, { authorId }));
    expect(author).toMatchObject({ id: authorId, status: 'active', email: null });
    expect(row.author).toBe(author?.nickname);
    expect((await get(await addCase(town, { authorId: null }))).author).toBeNull();
    expect((await get(await addCase(town, { authorId: '4000000000' }))).author).toBeNull();
  });

  test('other cases of the author: the open ones first, then by score, this one left out', async () => {
    const authorId = await someone([await someone()]);
    const done = { state: 'done', open_mark: null, score: 90_000 };
    const wanted = [
      await addCase(town, { authorId, columns: { score: 500 } }),
      await addCase(town, { authorId, columns: { state: 'held', score: 800 } }),
      await addCase(town, { authorId, columns: { state: 'escalated', score: 900 } }),
      await addCase(town, { authorId, columns: done }),
    ];
    const caseId = await addCase(town, { authorId, columns: { score: 400 } });
    expect((await get(caseId)).otherCases.map((it) => it.id)).toEqual(wanted);
    for (let count = 0; count < 12; count += 1)
      await addCase(town, { authorId, columns: { score: 1000 + count } });
    const many = (await get(caseId)).otherCases;
    expect(many).toHaveLength(10);
    expect(many[0]?.score).toBe(10.11);
  });

  test('evidence is proven by its hash: what was altered since is said to be', async () => {
    const caseId = await addCase(town);
    await addEvidence(town, caseId, { content: contentItem({ body: 'Buy now! 💸' }) });
    const [kept] = (await get(caseId)).evidence;
    expect(kept).toMatchObject({ intact: true, evidence: { content: { body: 'Buy now! 💸' } } });

    await town.sql.query(
      "UPDATE caretaker.report_evidence SET body = REPLACE(body, 'Buy', 'Bye') WHERE case_id = ?",
      [caseId],
    );
    expect((await get(caseId)).evidence).toMatchObject([
      { intact: false, evidence: { content: { body: 'Bye now! 💸' } } },
    ]);
    await town.sql.query("UPDATE caretaker.report_evidence SET body = '[]' WHERE case_id = ?", [caseId]);
    expect((await get(caseId)).evidence).toMatchObject([{ intact: false, evidence: { content: null } }]);
  });

  test('of what was edited without end, the first evidence stays and the newest nine', async () => {
    const caseId = await addCase(town);
    for (let edit = 1; edit <= 14; edit += 1) {
      await addEvidence(town, caseId, { content: contentItem({ body: `Edit ${edit}` }) });
    }
    const bodies = (await get(caseId)).evidence.map((it) => it.evidence.content?.body);
    expect(bodies).toEqual(['Edit 1', ...Array.from({ length: 9 }, (_, at) => `Edit ${at + 6}`)]);
  });

  test('its history says who did what, and names nobody for what a job did', async () => {
    const caseId = await addCase(town);
    await overTheWire(town, 'moderator', async (wire) => {
      const event = 'INSERT INTO caretaker.report_event (case_id, kind, by_job, detail) VALUES (?, ?, ?, ?)';
      await wire.query(event, [caseId, 'opened', 1, '{"reports":2}']);
      await wire.query(event, [caseId, 'noted', 0, '{"note":"Known from last week"}']);
      await wire.query(event, [caseId, 'noted', 0, '{"deep":{"no":"thing"},"note":"kept"}']);
      await wire.query(event, [caseId, 'noted', 0, 'no JSON']);
    });
    const { events } = await get(caseId);
    expect(events.map((it) => [it.actor, it.kind, it.detail])).toEqual([
      [null, 'opened', { reports: 2 }],
      ['moderator', 'noted', { note: 'Known from last week' }],
      ['moderator', 'noted', { note: 'kept' }],
      ['moderator', 'noted', {}],
    ]);
  });

  test('what was decided about it stands with it, and whether it can be taken back', async () => {
    const { caseId } = await photoCase();
    const { row } = await get(caseId);
    const decision = CaseDecision.parse({
      policyId: row.policyId,
      actions: [{ kind: 'dismiss' }],
      reason: 'A field is no advert',
    });
    await decide(mara, { requestId: randomUUID(), caseId, seenVersion: row.version, decision });
    const decided = await get(caseId);
    expect(decided.row.state).toBe('done');
    expect(decided.decisions).toMatchObject([
      {
        actor: 'moderator',
        policy: row.policy,
        reason: 'A field is no advert',
        undoable: true,
        undoneAt: null,
      },
    ]);
  });

  test('a case that there is not is not found', async () => {
    await expect(get('999999999' as CaseId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(now('999999999' as CaseId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('what stands unchanged since it was reported is said to, however the site hides it', async () => {
    const { caseId, id, item } = await photoCase();
    expect(await now(caseId)).toEqual({ gone: false, content: item, member: null, changed: false });
    await town.sql.query('UPDATE community_demo.photos SET hidden_at = UTC_TIMESTAMP(6) WHERE id = ?', [id]);
    expect(await now(caseId)).toMatchObject({ gone: false, changed: false, content: { visible: false } });
  });

  test('an edit since then shows as one, and what was kept stays', async () => {
    const { caseId, id, item } = await photoCase();
    await town.sql.query("UPDATE community_demo.photos SET caption = 'Only a field' WHERE id = ?", [id]);
    expect(await now(caseId)).toMatchObject({
      gone: false,
      changed: true,
      content: { body: 'Only a field' },
    });
    expect((await get(caseId)).evidence[0]?.evidence.content?.body).toBe(item.body);
  });

  test('what the author removed is gone, and stays readable as evidence', async () => {
    const { caseId, id, item } = await photoCase();
    await town.sql.query('DELETE FROM community_demo.photos WHERE id = ?', [id]);
    expect(await now(caseId)).toEqual({ gone: true, content: null, member: null, changed: true });
    expect((await get(caseId)).evidence[0]?.evidence.content).toEqual(item);
  });

  test('a reported member is compared by name, place and picture, not by sanctions', async () => {
    const id = await someone();
    const ground = { database: mara.database, site: mara.site, signal: new AbortController().signal };
    const member = (await readMembers(ground, [id])).get(id)?.member;
    if (!member) throw new Error('the community lacks a member');
    const caseId = await addCase(town, { kind: 'member', subjectId: id, authorId: id });
    await addEvidence(town, caseId, { member }, memberHash(member));
    await town.sql.query("UPDATE community_demo.users SET muted_until = '9999-12-31' WHERE id = ?", [id]);
    expect(await now(caseId)).toMatchObject({ changed: false, member: { id, status: 'muted' } });
    await town.sql.query("UPDATE community_demo.users SET location = 'Elsewhere' WHERE id = ?", [id]);
    expect(await now(caseId)).toMatchObject({
      changed: true,
      gone: false,
      member: { location: 'Elsewhere' },
    });
  });

  test('of a conversation nothing is read again', async () => {
    const caseId = await addCase(town, { kind: 'conversation' });
    await addEvidence(town, caseId, { talk: [] });
    expect(await now(caseId)).toEqual({ gone: false, content: null, member: null, changed: false });
  });
});
