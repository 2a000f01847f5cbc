import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Policy, PolicyDraft, Preset } from '../../src/contract/reports/policies.ts';
import type { PolicyId } from '../../src/contract/reports/values.ts';
import { createLog } from '../../src/core/log.ts';
import { rescoreCases } from '../../src/core/reports/intake/scores/rescore.ts';
import { policiesInForce, policyInForce } from '../../src/core/reports/policies/read.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, overTheWire, passwordOf, testCommunity } from '../support/community.ts';
import { addCase } from '../support/report-cases.ts';

describe('Policies, weights and digits', () => {
  let town: Community;
  let ada: Awaited<ReturnType<typeof signedInConsole>>;
  let mara: typeof ada;
  beforeAll(async () => {
    town = await testCommunity({ members: 100, directory: false });
    // The queue holds the cases of the tests alone.
    await town.sql.query('DELETE FROM community_demo.reports');
    ada = await signedInConsole('admin');
    mara = await signedInConsole('moderator');
  });
  afterAll(async () => {
    await ada?.[Symbol.asyncDispose]();
    await mara?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  async function signedInConsole(user: 'admin' | 'moderator') {
    const at = await testConsole();
    const details = { name: 'T', host: '127.0.0.1', port: town.root.port, tls: 'off' as const };
    const { id: connectionId } = await at.client.connections.save({
      id: null,
      details: { ...details, ca: null, replica: null },
    });
    await at.client.session.signIn({ connectionId, user, password: passwordOf(user) });
    return at;
  }

  const draft = (change: Partial<PolicyDraft> = {}): PolicyDraft => ({
    name: `Rule ${randomUUID().slice(0, 8)}`,
    body: 'Nobody sells anything here.',
    severity: 2,
    danger: null,
    targetMinutes: 1440,
    actions: ['dismiss', 'hide', 'warn'],
    reasons: [],
    memberTemplate: 'Hello {nickname}, {outcome}.',
    reporterTemplate: 'Thank you, {nickname}.',
    ...change,
  });
  const save = (policy: PolicyDraft, over: { id: PolicyId; seen: number } | null = null) =>
    ada.client.reports.savePolicy({
      requestId: randomUUID(),
      policyId: over?.id ?? null,
      seenVersion: over?.seen ?? 0,
      policy,
    });
  const remove = (policyId: PolicyId, removed = true) =>
    ada.client.reports.removePolicy({ requestId: randomUUID(), policyId, removed });
  const find = async (id: PolicyId): Promise<Policy | undefined> =>
    (await mara.client.reports.policies({ removed: true })).policies.find((it) => it.id === id);
  const namesInForce = async () =>
    (await mara.client.reports.policies({ removed: false })).policies.map((it) => it.name);
  const entries = async (subject: string) => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT CONCAT(actor, ' ', action, ' ', detail) AS text FROM caretaker_audit.entry WHERE subject_kind = 'policy' AND subject_id = ? ORDER BY id",
      [subject],
    );
    return rows.map((row) => String(row.text));
  };
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => ({ code: 'it worked', message: '', data: undefined as unknown }),
      (error: unknown) => {
        if (!(error instanceof ORPCError)) throw error;
        return { code: error.code, message: error.message, data: error.data as unknown };
      },
    );

  test('a community begins with rules, the gravest first, and one that takes what no rule names', async () => {
    const { policies } = await mara.client.reports.policies({ removed: false });
    expect(policies.map((it) => it.name).slice(0, 2)).toEqual(['Danger to life', 'Safety of minors']);
    expect(policies.filter((it) => it.fallback).map((it) => it.name)).toEqual(['Something else']);
    expect(policies.map((it) => it.severity)).toEqual(
      policies.map((it) => it.severity).toSorted((a, b) => b - a),
    );
  });

  test('a new policy is there with all that was written, and on record', async () => {
    const policy = draft({
      reasons: ['sells things', 'Sells Things', 'adverts'],
      actions: ['hide', 'hide', 'ban'],
    });
    const saved = await save({ ...policy, memberTemplate: 'See {link to the rule}, {nickname}' });
    expect(saved).toMatchObject({ version: 1, open: ['link to the rule'] });
    expect(await find(saved.policyId)).toMatchObject({
      ...policy,
      memberTemplate: 'See {link to the rule}, {nickname}',
      reasons: ['Sells Things', 'adverts'],
      actions: ['hide', 'ban'],
      version: 1,
      savedBy: 'admin',
      removed: false,
      fallback: false,
    });
    expect(await entries(policy.name)).toEqual([
      expect.stringMatching(/^admin policy\.saved {.*"version": ?1/),
    ]);
  });

  test('each save is a version of its own, and the ones before stay as they were', async () => {
    const first = draft();
    const { policyId } = await save(first);
    const second = { ...first, severity: 4, name: `${first.name} II` };
    expect(await save(second, { id: policyId, seen: 1 })).toMatchObject({ policyId, version: 2 });
    const { versions } = await mara.client.reports.policyVersions({ policyId });
    expect(versions.map((it) => [it.version, it.name, it.severity])).toEqual([
      [2, second.name, 4],
      [1, first.name, 2],
    ]);
    expect(await entries(second.name)).toEqual([expect.stringContaining('name and severity')]);
  });

  test('who saves what someone saved meanwhile is told who, and what changed', async () => {
    const seen = draft();
    const { policyId } = await save(seen);
    await save({ ...seen, targetMinutes: 60, actions: ['ban'] }, { id: policyId, seen: 1 });
    const { code, message } = await refusal(save({ ...seen, severity: 5 }, { id: policyId, seen: 1 }));
    expect(code).toBe('CONFLICT');
    expect(message).toContain(
      `admin saved version 2 of “${seen.name}” meanwhile and changed target time and allowed actions.`,
    );
    expect(await find(policyId)).toMatchObject({ version: 2, severity: 2 });
  });

  test('of two who save at one moment, one is told', async () => {
    const seen = draft();
    const { policyId } = await save(seen);
    const both = await Promise.all(
      [3, 4].map((severity) => refusal(save({ ...seen, severity }, { id: policyId, seen: 1 }))),
    );
    expect(both.map((it) => it.code).toSorted()).toEqual(['CONFLICT', 'it worked']);
    expect((await mara.client.reports.policyVersions({ policyId })).versions).toHaveLength(2);
  });

  test('two policies in force do not have one name, however it is written', async () => {
    const { policyId } = await save(draft({ name: 'Selling' }));
    expect(await refusal(save(draft({ name: 'SELLING' })))).toMatchObject({ code: 'CONFLICT' });
    await remove(policyId);
    const other = await save(draft({ name: 'Selling' }));
    expect(await refusal(remove(policyId, false))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('“Selling” in force already'),
    });
    await remove(other.policyId);
    await remove(policyId, false);
    expect(await find(policyId)).toMatchObject({ removed: false });
  });

  test('a reason means one policy: the other is named', async () => {
    const { code, message } = await refusal(save(draft({ reasons: ['SPAM'] })));
    expect(code).toBe('CONFLICT');
    expect(message).toContain('“SPAM” belongs to “Spam” already');
  });

  test('a message that could never be filled is refused, at its place', async () => {
    const unfilled = await refusal(save(draft({ memberTemplate: 'Hello {nickname' })));
    expect(unfilled).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'policy.memberTemplate' }] },
    });
    expect(await refusal(save(draft({ reporterTemplate: 'Hello {<b>}' })))).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'policy.reporterTemplate' }] },
    });
  });

  test('a policy out of use is not offered, keeps its versions, and comes back', async () => {
    const policy = draft();
    const { policyId } = await save(policy);
    await remove(policyId);
    expect(await namesInForce()).not.toContain(policy.name);
    expect(await refusal(save(policy, { id: policyId, seen: 1 }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('out of use'),
    });
    await remove(policyId, false);
    expect(await namesInForce()).toContain(policy.name);
    expect(await entries(policy.name)).toHaveLength(3);
  });

  test('the policy that takes what no other names cannot be taken out of use', async () => {
    const fallback = (await mara.client.reports.policies({ removed: false })).policies.find(
      (it) => it.fallback,
    );
    expect(await refusal(remove(fallback?.id as PolicyId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('“Something else” takes the reports'),
    });
    expect(await find(fallback?.id as PolicyId)).toMatchObject({ removed: false });
  });

  test('other parts of the console read what is in force by its id', async () => {
    const { policyId } = await save(draft());
    const { database } = await town.signIn('moderator');
    const inForce = () => database.read(undefined, (db, run) => policyInForce(db, policyId, run));
    expect(await inForce()).toMatchObject({ id: policyId, version: 1 });
    await remove(policyId);
    expect(await inForce()).toBeNull();
    const all = await database.read(undefined, (db, run) => policiesInForce(db, run));
    expect(all.some((it) => it.id === policyId)).toBe(false);
  });

  test('open cases stand by the new severity and time to decide once a policy has them', async () => {
    const policy = draft();
    const { policyId } = await save(policy);
    const caseId = await addCase(town, {
      policyId: Number(policyId),
      columns: { severity: policy.severity },
    });
    await save({ ...policy, severity: 5, targetMinutes: 60 }, { id: policyId, seen: 1 });
    const signedIn = await town.signIn('moderator');
    await rescoreCases.run({ ...signedIn, log: createLog({ level: 'silent' }) }, signedIn.database.closed);
    const [[row]] = await town.sql.query<RowDataPacket[]>(
      `SELECT severity, score, TIMESTAMPDIFF(SECOND, opened_at - INTERVAL 1 SECOND, due_at) DIV 60 AS minutes
       FROM caretaker.report_case WHERE id = ?`,
      [caseId],
    );
    expect(row).toMatchObject({ severity: 5, minutes: '60' });
    expect(row?.score).toBeGreaterThan(8000);
    await town.sql.query('DELETE FROM caretaker.report_case WHERE id = ?', [caseId]);
  });

  test('moderators read all of it and change none of it, whatever client they use', async () => {
    const { weights } = await mara.client.reports.weights();
    expect((await mara.client.reports.presets()).presets.map((it) => it.digit)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    const requestId = randomUUID();
    const attempts = [
      mara.client.reports.savePolicy({ requestId, policyId: null, seenVersion: 0, policy: draft() }),
      mara.client.reports.saveWeights({ requestId, seenVersion: 1, weights }),
      mara.client.reports.savePresets({ requestId, seen: [], presets: [] }),
      mara.client.reports.tryWeights({ weights }),
    ];
    for (const attempt of attempts) expect(await refusal(attempt)).toMatchObject({ code: 'FORBIDDEN' });
    for (const statement of [
      'UPDATE caretaker.policy SET removed_at = NOW()',
      'INSERT INTO caretaker.report_weights (severity, reporters, reach, age) VALUES (1, 1, 1, 1)',
      'DELETE FROM caretaker.report_preset',
    ]) {
      await expect(overTheWire(town, 'moderator', (wire) => wire.query(statement))).rejects.toThrow(/denied/);
    }
  });

  test('digits are saved together; who saved others meanwhile is not written over', async () => {
    const { presets: seen } = await mara.client.reports.presets();
    const changed: Preset[] = [
      ...seen.slice(0, 2),
      {
        digit: 3,
        name: 'Hide and mute for two hours',
        policyId: null,
        actions: [
          { kind: 'hide', minutes: null },
          { kind: 'mute', minutes: 120 },
        ],
        tellMember: true,
        tellReporters: false,
      },
    ];
    await ada.client.reports.savePresets({ requestId: randomUUID(), seen, presets: changed });
    expect((await mara.client.reports.presets()).presets).toEqual(changed);
    expect(await entries('presets')).toHaveLength(1);

    const late = ada.client.reports.savePresets({ requestId: randomUUID(), seen, presets: [] });
    const { code, message } = await refusal(late);
    expect(code).toBe('CONFLICT');
    expect(message).toContain('digit 3, 4, 5, 6, 7, 8, 9');
    await ada.client.reports.savePresets({ requestId: randomUUID(), seen: changed, presets: seen });
  });

  test('a digit decides only what can be decided', async () => {
    const { presets: seen } = await mara.client.reports.presets();
    const { policyId } = await save(draft({ actions: ['hide'] }));
    const nine = (change: Partial<Preset>): Preset => ({
      digit: 9,
      name: 'Nine',
      policyId: null,
      actions: [{ kind: 'hide', minutes: null }],
      tellMember: true,
      tellReporters: true,
      ...change,
    });
    const wrong: [Partial<Preset>, string][] = [
      [{ digit: 1 }, 'stands there twice'],
      [
        {
          actions: [
            { kind: 'dismiss', minutes: null },
            { kind: 'ban', minutes: null },
          ],
        },
        'together with something else',
      ],
      [{ actions: [{ kind: 'ban', minutes: 60 }] }, 'which only a mute or a suspension has'],
      [{ policyId, actions: [{ kind: 'ban', minutes: null }] }, 'does not allow'],
      [{ policyId: '4611686018427387904' as PolicyId }, 'not in force'],
    ];
    for (const [change, why] of wrong) {
      const presets = [...seen.slice(0, 8), nine(change)];
      expect(
        await refusal(ada.client.reports.savePresets({ requestId: randomUUID(), seen, presets })),
      ).toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(why),
      });
    }
  });

  test('a policy stays as a digit needs it', async () => {
    const { presets: seen } = await mara.client.reports.presets();
    const policy = draft({ actions: ['hide', 'ban'] });
    const { policyId } = await save(policy);
    const eight: Preset = {
      digit: 8,
      name: 'Sold: hide and ban',
      policyId,
      actions: [
        { kind: 'hide', minutes: null },
        { kind: 'ban', minutes: null },
      ],
      tellMember: false,
      tellReporters: false,
    };
    const presets = seen.map((it) => (it.digit === 8 ? eight : it));
    await ada.client.reports.savePresets({ requestId: randomUUID(), seen, presets });
    expect(await refusal(remove(policyId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('The digit 8, “Sold: hide and ban”'),
    });
    expect(await refusal(save({ ...policy, actions: ['hide'] }, { id: policyId, seen: 1 }))).toMatchObject({
      code: 'CONFLICT',
    });
    await ada.client.reports.savePresets({ requestId: randomUUID(), seen: presets, presets: seen });
    await remove(policyId);
  });

  test('other weights are tried on the present queue before anyone saves them, and change nothing', async () => {
    const cases = [
      // Grave, reported once, of small reach; light, of wide reach; old and light; danger.
      { subject: '1', severity: 5, believed: 0.5, reach: 0, age: 0, danger: null, score: 8585 },
      { subject: '2', severity: 1, believed: 0.5, reach: 999, age: 0, danger: null, score: 2085 },
      { subject: '3', severity: 1, believed: 0.5, reach: 0, age: 8, danger: null, score: 8584 },
      { subject: '4', severity: 1, believed: 0.5, reach: 0, age: 0, danger: 'life', score: 10_000_585 },
    ];
    for (const { subject, believed, reach, severity, age, danger, score } of cases) {
      const columns = { believed, reach, severity, age_step: age, danger, score };
      await addCase(town, { subjectId: subject, columns });
    }
    const { weights } = await ada.client.reports.weights();
    const tried = await ada.client.reports.tryWeights({ weights: { ...weights, reach: 100, age: 0 } });
    expect(tried.looked).toBe(4);
    expect(tried.moved.map((it) => [it.row.subject.id, it.before, it.after])).toEqual([
      ['4', 1, 1],
      ['2', 4, 2],
      ['1', 2, 3],
      ['3', 3, 4],
    ]);
    expect(tried.moved[1]?.scoreAfter).toBeCloseTo(305.85, 2);
    expect(tried.moved[1]?.row.score).toBeCloseTo(20.85, 2);
    expect((await ada.client.reports.weights()).weights).toEqual(weights);
  });

  test('saved weights hold, are on record, and are not written over by who saw others', async () => {
    const { version, weights } = await ada.client.reports.weights();
    const wanted = { ...weights, age: weights.age + 1 };
    const saveWeights = (seenVersion: number) =>
      ada.client.reports.saveWeights({ requestId: randomUUID(), seenVersion, weights: wanted });
    expect(await saveWeights(version)).toEqual({ version: version + 1 });
    expect(await mara.client.reports.weights()).toMatchObject({ weights: wanted, savedBy: 'admin' });
    expect(await refusal(saveWeights(version))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('admin saved other weights meanwhile'),
    });
    expect(await entries('weights')).toHaveLength(1);
  });

  test('other consoles hear of each change', async () => {
    const [[before]] = await town.sql.query<RowDataPacket[]>(
      'SELECT MAX(id) AS id FROM caretaker.change_feed',
    );
    const { policyId } = await save(draft());
    const { version, weights } = await ada.client.reports.weights();
    await ada.client.reports.saveWeights({ requestId: randomUUID(), seenVersion: version, weights });
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT subject_id FROM caretaker.change_feed WHERE topic = 'policy' AND id > ? ORDER BY id",
      [before?.id],
    );
    expect(rows.map((row) => row.subject_id)).toEqual([policyId, 'weights']);
  });
});
