import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BulkTarget,
  CaseDecision,
  CaseOutcome,
  CaseRunProgress,
} from '../../src/contract/reports/decisions.ts';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { derivedId } from '../../src/core/members/actions/request-id.ts';
import { decideMany, undoRun } from '../../src/core/reports/decisions/many/run.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

describe('Deciding about many cases', () => {
  let town: Community;
  let line: BreakingLine;
  let shaky: SignedIn;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 2000 });
    line = await breakingLine(town.root.port);
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    const primary = { ...town.address('moderator'), port: line.port };
    const opening = await openSession({ primary, replica: null });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    shaky = opening.signedIn;
    at = deciding(town, moderator);
  });
  afterAll(async () => {
    await shaky?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  async function all(run: AsyncGenerator<CaseRunProgress>) {
    const steps: CaseRunProgress[] = [];
    for await (const step of run) steps.push(step);
    return { steps, outcomes: steps.flatMap((it) => it.outcomes) };
  }
  const run = (
    target: BulkTarget | readonly CaseId[],
    o: { decision?: CaseDecision; runId?: string; who?: SignedIn; signal?: AbortSignal } = {},
  ) =>
    decideMany(
      o.who ?? moderator,
      {
        runId: o.runId ?? randomUUID(),
        target: Array.isArray(target) ? { caseIds: [...target] } : (target as BulkTarget),
        decision: o.decision ?? caseDecision('dismiss'),
      },
      o.signal,
    );
  const done = (caseId: CaseId): CaseOutcome => ({ caseId, outcome: 'done', why: null });
  const states = async (ids: readonly CaseId[]) => {
    const found = await at.rows<{ id: string; state: string }>(
      'SELECT id, state FROM caretaker.report_case WHERE id IN (?)',
      [ids],
    );
    const byId = new Map(found.map((it) => [it.id, it.state]));
    return ids.map((id) => byId.get(id));
  };
  const decisions = async (ids: readonly CaseId[]) =>
    (await at.rows('SELECT 1 FROM caretaker.report_decision WHERE case_id IN (?)', [ids])).length;

  /** Cases about as many photos of a few authors, each reported by so many. */
  async function several(count: number, reporters = 1): Promise<CaseId[]> {
    const authors = await at.several(Math.min(3, count));
    const by = await at.several(reporters);
    const ids: CaseId[] = [];
    for (const [index, author] of authors.entries()) {
      const size = Math.ceil((count - index) / authors.length);
      ids.push(...(await at.reportedBy(author, await at.photosOf(author, size), by)));
    }
    return ids;
  }

  test('tells how far it is, and an outcome for each, once and in order', async () => {
    const ids = await several(65);
    const { steps, outcomes } = await all(run(ids));
    expect(outcomes).toEqual(ids.map(done));
    expect(new Set(await states(ids))).toEqual(new Set(['done']));
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.at(-1)).toMatchObject({ done: 65, total: 65, finished: true });
    expect(steps.map((it) => it.done)).toEqual(steps.map((it) => it.done).toSorted((a, b) => a - b));
  });

  test('what a filter finds is decided, and nothing else', async () => {
    const ids = await several(12);
    const [first] = ids;
    const author = String((await at.row(first as CaseId)).author_id);
    const filter = QueueFilter.parse({ authorId: author });
    const { outcomes } = await all(run({ view: 'unclaimed', filter }));
    const theirs = await at.rows<{ id: CaseId }>('SELECT id FROM caretaker.report_case WHERE author_id = ?', [
      author,
    ]);
    expect(outcomes.map((it) => it.caseId).toSorted()).toEqual(theirs.map((it) => it.id).toSorted());
    expect(new Set(outcomes.map((it) => it.outcome))).toEqual(new Set(['done']));
    expect((await states(ids)).filter((it) => it === 'open')).toHaveLength(12 - theirs.length);
  });

  test('stops after the one under way, and goes on where it was when it is asked again', async () => {
    const ids = await several(60);
    const runId = randomUUID();
    let seen = 0;
    for await (const step of run(ids, { runId })) {
      seen += step.outcomes.length;
      if (step.done > 0) break;
    }
    const decided = await decisions(ids);
    expect(decided).toBeGreaterThanOrEqual(seen);
    expect(decided).toBeLessThan(60);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await decisions(ids)).toBe(decided);
    const { outcomes } = await all(run(ids, { runId }));
    expect(outcomes).toEqual(ids.map(done));
    expect(await decisions(ids)).toBe(60);
  });

  test('asked again with its filter, counts what it had decided with what is left', async () => {
    const ids = await several(40);
    const author = String((await at.row(ids[0] as CaseId)).author_id);
    const target = { view: 'unclaimed' as const, filter: QueueFilter.parse({ authorId: author }) };
    const theirs = (await at.rows('SELECT id FROM caretaker.report_case WHERE author_id = ?', [author]))
      .length;
    const runId = randomUUID();
    const stop = new AbortController();
    const first = run(target, { runId, signal: stop.signal });
    await first.next();
    stop.abort();
    await first.return(undefined).catch(() => {});
    const { outcomes } = await all(run(target, { runId }));
    expect(outcomes).toHaveLength(theirs);
    expect(new Set(outcomes.map((it) => it.outcome))).toEqual(new Set(['done']));
  });

  test('what a colleague holds or has decided, and what is not there, is told of by itself', async () => {
    const ids = await several(6);
    const [held, decided, fine] = ids as [CaseId, CaseId, CaseId];
    await claim(admin, { caseId: held, claimId: randomUUID() });
    await at.decide(admin, decided, 'dismiss');
    const missing = '9999999' as CaseId;
    const { outcomes } = await all(run([held, decided, fine, missing]));
    expect(outcomes).toEqual([
      { caseId: held, outcome: 'refused', why: expect.stringMatching(/^The admin holds this case until /) },
      {
        caseId: decided,
        outcome: 'refused',
        why: expect.stringMatching(/^This case is decided already: The admin decided it .*: dismissed\./),
      },
      done(fine),
      { caseId: missing, outcome: 'refused', why: 'There is no case 9999999.' },
    ]);
  });

  test('what is with the administrators already is unchanged', async () => {
    const [one, two] = (await several(2)) as [CaseId, CaseId];
    await at.decide(moderator, one, 'escalate');
    const { outcomes } = await all(run([one, two], { decision: caseDecision('escalate') }));
    expect(outcomes).toEqual([
      { caseId: one, outcome: 'unchanged', why: expect.stringContaining('with the administrators already') },
      done(two),
    ]);
  });

  test('a wave of one author is hidden, and the author banned once', async () => {
    const author = await at.someone();
    const ids = await at.reportedBy(author, await at.photosOf(author, 20), await at.several(2));
    const decision = caseDecision([{ kind: 'hide' }, { kind: 'ban' }], { reporterMessage: 'Thank you' });
    const { outcomes } = await all(run(ids, { decision }));
    expect(outcomes).toEqual(ids.map(done));
    expect((await at.siteActions(author)).map((it) => it.action)).toEqual(['member_ban']);
    expect(
      await at.rows(
        'SELECT 1 FROM community_demo.photos WHERE user_id = ? AND hidden_at IS NULL AND caption = ?',
        [author, 'Buy it here'],
      ),
    ).toEqual([]);
    const listed = await at.rows('SELECT status FROM caretaker.member_directory WHERE member_id = ?', [
      author,
    ]);
    expect(listed).toEqual([{ status: 'banned' }]);
  });

  test('what is not allowed is said before any case is touched', async () => {
    const ids = await several(2);
    for (const [decision, code] of [
      [caseDecision([{ kind: 'dismiss' }, { kind: 'ban' }]), 'INVALID_INPUT'],
      [caseDecision('mute', { actions: [{ kind: 'mute', until: inMinutes(-5) }] }), 'INVALID_INPUT'],
      [caseDecision('dismiss', { memberMessage: 'Hello {name}' }), 'INVALID_INPUT'],
      [caseDecision('dismiss', { policyId: '99' as never }), 'CONFLICT'],
    ] as const)
      await expect(all(run(ids, { decision }))).rejects.toMatchObject({ code });
    expect(await decisions(ids)).toBe(0);
  });

  test('a run that is asked for another thing, or by another person, is refused', async () => {
    const ids = await several(2);
    const runId = randomUUID();
    await all(run(ids, { runId }));
    await expect(all(run(ids, { runId, who: admin }))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(all(run(ids, { runId, decision: caseDecision('hide') }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('a run goes on after a line that breaks, with each decided once', async () => {
    const ids = await several(12);
    const before = line.broken;
    line.breakAt('after-commit', 5);
    const { outcomes } = await all(run(ids, { who: shaky }));
    expect(line.broken).toBe(before + 1);
    expect(outcomes).toEqual(ids.map(done));
    expect(await decisions(ids)).toBe(12);
  });

  test('a colleague who uses up the request of one case holds up no other, and that is told', async () => {
    const ids = await several(3);
    const runId = randomUUID();
    await town.sql.query(
      `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
       VALUES ('x', 'case', '1', '{}', ?)`,
      [derivedId(runId, String(ids[1]))],
    );
    const { outcomes } = await all(run(ids, { runId }));
    expect(outcomes.map((it) => it.outcome)).toEqual(['done', 'refused', 'done']);
    expect(outcomes[1]?.why).toContain('Nothing was changed; decide this case by itself.');
  });

  test('all of it is taken back at once, but for what later things stand on', async () => {
    const author = await at.someone();
    const photos = await at.photosOf(author, 6);
    const ids = await at.reportedBy(author, photos, await at.several(1));
    const runId = randomUUID();
    await all(run(ids, { runId, decision: caseDecision('hide') }));
    const [reopened, undone] = ids as [CaseId, CaseId];
    await at.reported(author, String((await at.row(reopened)).subject_id));
    const [own] = await at.allDecided(admin, undone);
    await at.undo(admin, own?.id as never);

    const requestId = randomUUID();
    const byCase = (outcomes: readonly CaseOutcome[]) =>
      ids.map((id) => outcomes.find((it) => it.caseId === id));
    const { outcomes } = await all(undoRun(moderator, { requestId, runId }, undefined));
    expect(outcomes).toHaveLength(ids.length);
    expect(byCase(outcomes)).toEqual([
      {
        caseId: reopened,
        outcome: 'refused',
        why: expect.stringMatching(/^It was reported again since, and case/),
      },
      { caseId: undone, outcome: 'unchanged', why: 'It was taken back already.' },
      ...ids.slice(2).map(done),
    ]);
    expect(await states(ids)).toEqual(['done', ...ids.slice(1).map(() => 'open')]);
    const acts = (await at.contentActions(photos[3] as string)).length;
    const again = await all(undoRun(moderator, { requestId, runId }, undefined));
    expect(byCase(again.outcomes).slice(2)).toEqual(ids.slice(2).map(done));
    expect((await at.contentActions(photos[3] as string)).length).toBe(acts);
    const anew = await all(run(ids.slice(2), { runId, decision: caseDecision('hide') }));
    expect(new Set(anew.outcomes.map((it) => it.outcome))).toEqual(new Set(['unchanged']));
  });

  test('a run that decided nothing has nothing to take back', async () => {
    const undoing = undoRun(moderator, { requestId: randomUUID(), runId: randomUUID() }, undefined);
    await expect(all(undoing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
