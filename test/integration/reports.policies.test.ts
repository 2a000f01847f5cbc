import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '../../src/contract/reports/policies.ts';
import type { PolicyId } from '../../src/contract/reports/values.ts';
import { createLog } from '../../src/core/log.ts';
import { rescoreCases } from '../../src/core/reports/intake/scores/rescore.ts';
import { policiesInForce } from '../../src/core/reports/policies/read.ts';
import { addCase } from '../support/report-cases.ts';
import { policyDraft, type RuleSetting, refusalOf, ruleSetting } from '../support/rule-setting.ts';

describe('Policies', () => {
  let at: RuleSetting;
  beforeAll(async () => {
    at = await ruleSetting();
  });
  afterAll(() => at?.[Symbol.asyncDispose]());

  const find = async (id: PolicyId): Promise<Policy | undefined> =>
    (await at.mara.reports.policies({ removed: true })).policies.find((it) => it.id === id);
  const namesInForce = async () =>
    (await at.mara.reports.policies({ removed: false })).policies.map((it) => it.name);

  test('a community begins with rules, the gravest first, and one that takes what no rule names', async () => {
    const { policies } = await at.mara.reports.policies({ removed: false });
    expect(policies.map((it) => it.name).slice(0, 2)).toEqual(['Danger to life', 'Safety of minors']);
    expect(policies.filter((it) => it.fallback).map((it) => it.name)).toEqual(['Something else']);
    expect(policies.map((it) => it.severity)).toEqual(
      policies.map((it) => it.severity).toSorted((a, b) => b - a),
    );
  });

  test('a new policy is there with all that was written, and on record', async () => {
    const policy = policyDraft({
      reasons: ['sells things', 'Sells Things', 'adverts'],
      actions: ['hide', 'hide', 'ban'],
    });
    const saved = await at.save({ ...policy, memberTemplate: 'See {link to the rule}, {nickname}' });
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
    expect(await at.entries(policy.name)).toEqual([
      expect.stringMatching(/^admin policy\.saved {.*"version": ?1/),
    ]);
  });

  test('each save is a version of its own, and the ones before stay as they were', async () => {
    const first = policyDraft();
    const { policyId } = await at.save(first);
    const second = { ...first, severity: 4, name: `${first.name} II` };
    expect(await at.save(second, { id: policyId, seen: 1 })).toMatchObject({ policyId, version: 2 });
    const { versions } = await at.mara.reports.policyVersions({ policyId });
    expect(versions.map((it) => [it.version, it.name, it.severity])).toEqual([
      [2, second.name, 4],
      [1, first.name, 2],
    ]);
    expect(await at.entries(second.name)).toEqual([expect.stringContaining('name and severity')]);
  });

  test('who saves what someone saved meanwhile is told who, and what changed', async () => {
    const seen = policyDraft();
    const { policyId } = await at.save(seen);
    await at.save({ ...seen, targetMinutes: 60, actions: ['ban'] }, { id: policyId, seen: 1 });
    const { code, message } = await refusalOf(at.save({ ...seen, severity: 5 }, { id: policyId, seen: 1 }));
    expect(code).toBe('CONFLICT');
    expect(message).toContain(
      `admin saved version 2 of “${seen.name}” meanwhile and changed target time and allowed actions.`,
    );
    expect(await find(policyId)).toMatchObject({ version: 2, severity: 2 });
  });

  test('of two who save at one moment, one is told', async () => {
    const seen = policyDraft();
    const { policyId } = await at.save(seen);
    const both = await Promise.all(
      [3, 4].map((severity) => refusalOf(at.save({ ...seen, severity }, { id: policyId, seen: 1 }))),
    );
    expect(both.map((it) => it.code).toSorted()).toEqual(['CONFLICT', 'it worked']);
    expect((await at.mara.reports.policyVersions({ policyId })).versions).toHaveLength(2);
  });

  test('two policies in force do not have one name, however it is written', async () => {
    const { policyId } = await at.save(policyDraft({ name: 'Selling' }));
    expect(await refusalOf(at.save(policyDraft({ name: 'SELLING' })))).toMatchObject({ code: 'CONFLICT' });
    await at.remove(policyId);
    const other = await at.save(policyDraft({ name: 'Selling' }));
    expect(await refusalOf(at.remove(policyId, false))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('“Selling” in force already'),
    });
    await at.remove(other.policyId);
    await at.remove(policyId, false);
    expect(await find(policyId)).toMatchObject({ removed: false });
  });

  test('a reason means one policy: the other is named', async () => {
    const { code, message } = await refusalOf(at.save(policyDraft({ reasons: ['SPAM'] })));
    expect(code).toBe('CONFLICT');
    expect(message).toContain('“SPAM” belongs to “Spam” already');
  });

  test('a message that could never be filled is refused, at its place', async () => {
    const unfilled = await refusalOf(at.save(policyDraft({ memberTemplate: 'Hello {nickname' })));
    expect(unfilled).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'policy.memberTemplate' }] },
    });
    expect(await refusalOf(at.save(policyDraft({ reporterTemplate: 'Hello {<b>}' })))).toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'policy.reporterTemplate' }] },
    });
  });

  test('a policy out of use is not offered, keeps its versions, and comes back', async () => {
    const policy = policyDraft();
    const { policyId } = await at.save(policy);
    await at.remove(policyId);
    expect(await namesInForce()).not.toContain(policy.name);
    expect(await refusalOf(at.save(policy, { id: policyId, seen: 1 }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('out of use'),
    });
    await at.remove(policyId, false);
    expect(await namesInForce()).toContain(policy.name);
    expect(await at.entries(policy.name)).toHaveLength(3);
  });

  test('the policy that takes what no other names cannot be taken out of use', async () => {
    const fallback = (await at.mara.reports.policies({ removed: false })).policies.find((it) => it.fallback);
    expect(await refusalOf(at.remove(fallback?.id as PolicyId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('“Something else” takes the reports'),
    });
    expect(await find(fallback?.id as PolicyId)).toMatchObject({ removed: false });
  });

  test('what was taken out of use is not among what is in force', async () => {
    const { policyId } = await at.save(policyDraft());
    const { database } = await at.town.signIn('moderator');
    const inForce = async () => (await database.read(undefined, policiesInForce)).map((it) => it.id);
    expect(await inForce()).toContain(policyId);
    await at.remove(policyId);
    expect(await inForce()).not.toContain(policyId);
  });

  test('open cases stand by the new severity and time to decide once a policy has them', async () => {
    const policy = policyDraft();
    const { policyId } = await at.save(policy);
    const caseId = await addCase(at.town, {
      policyId: Number(policyId),
      columns: { severity: policy.severity },
    });
    await at.save({ ...policy, severity: 5, targetMinutes: 60 }, { id: policyId, seen: 1 });
    const signedIn = await at.town.signIn('moderator');
    await rescoreCases.run({ ...signedIn, log: createLog({ level: 'silent' }) }, signedIn.database.closed);
    const [[row]] = await at.town.sql.query<RowDataPacket[]>(
      `SELECT severity, score, TIMESTAMPDIFF(SECOND, opened_at - INTERVAL 1 SECOND, due_at) DIV 60 AS minutes
       FROM caretaker.report_case WHERE id = ?`,
      [caseId],
    );
    expect(row).toMatchObject({ severity: 5, minutes: '60' });
    expect(row?.score).toBeGreaterThan(8000);
    await at.town.sql.query('DELETE FROM caretaker.report_case WHERE id = ?', [caseId]);
  });
});
