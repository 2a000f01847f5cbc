import { randomUUID } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Preset } from '../../src/contract/reports/policies.ts';
import type { PolicyId } from '../../src/contract/reports/values.ts';
import { overTheWire } from '../support/community.ts';
import { addCase } from '../support/report-cases.ts';
import { policyDraft, type RuleSetting, refusalOf, ruleSetting } from '../support/rule-setting.ts';

describe('Weights of the queue and decisions on digits', () => {
  let at: RuleSetting;
  beforeAll(async () => {
    at = await ruleSetting();
  });
  afterAll(() => at?.[Symbol.asyncDispose]());

  test('moderators read all of it and change none of it, whatever client they use', async () => {
    const { weights } = await at.mara.reports.weights();
    expect((await at.mara.reports.presets()).presets.map((it) => it.digit)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    const requestId = randomUUID();
    const attempts = [
      at.mara.reports.savePolicy({ requestId, policyId: null, seenVersion: 0, policy: policyDraft() }),
      at.mara.reports.saveWeights({ requestId, seenVersion: 1, weights }),
      at.mara.reports.savePresets({ requestId, seen: [], presets: [] }),
      at.mara.reports.tryWeights({ weights }),
    ];
    for (const attempt of attempts) expect(await refusalOf(attempt)).toMatchObject({ code: 'FORBIDDEN' });
    for (const statement of [
      'UPDATE caretaker.policy SET removed_at = NOW()',
      'INSERT INTO caretaker.report_weights (severity, reporters, reach, age) VALUES (1, 1, 1, 1)',
      'DELETE FROM caretaker.report_preset',
    ]) {
      await expect(overTheWire(at.town, 'moderator', (wire) => wire.query(statement))).rejects.toThrow(
        /denied/,
      );
    }
  });

  test('digits are saved together; who saved others meanwhile is not written over', async () => {
    const { presets: seen } = await at.mara.reports.presets();
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
    await at.ada.reports.savePresets({ requestId: randomUUID(), seen, presets: changed });
    expect((await at.mara.reports.presets()).presets).toEqual(changed);
    expect(await at.entries('presets')).toHaveLength(1);

    const late = at.ada.reports.savePresets({ requestId: randomUUID(), seen, presets: [] });
    const { code, message } = await refusalOf(late);
    expect(code).toBe('CONFLICT');
    expect(message).toContain('digit 3, 4, 5, 6, 7, 8, 9');
    await at.ada.reports.savePresets({ requestId: randomUUID(), seen: changed, presets: seen });
  });

  test('a digit decides only what can be decided', async () => {
    const { presets: seen } = await at.mara.reports.presets();
    const { policyId } = await at.save(policyDraft({ actions: ['hide'] }));
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
        await refusalOf(at.ada.reports.savePresets({ requestId: randomUUID(), seen, presets })),
      ).toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(why),
      });
    }
  });

  test('a policy stays as a digit needs it', async () => {
    const { presets: seen } = await at.mara.reports.presets();
    const policy = policyDraft({ actions: ['hide', 'ban'] });
    const { policyId } = await at.save(policy);
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
    await at.ada.reports.savePresets({ requestId: randomUUID(), seen, presets });
    expect(await refusalOf(at.remove(policyId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('The digit 8, “Sold: hide and ban”'),
    });
    expect(
      await refusalOf(at.save({ ...policy, actions: ['hide'] }, { id: policyId, seen: 1 })),
    ).toMatchObject({
      code: 'CONFLICT',
    });
    await at.ada.reports.savePresets({ requestId: randomUUID(), seen: presets, presets: seen });
    await at.remove(policyId);
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
      await addCase(at.town, { subjectId: subject, columns });
    }
    const { weights } = await at.ada.reports.weights();
    const tried = await at.ada.reports.tryWeights({ weights: { ...weights, reach: 100, age: 0 } });
    expect(tried.looked).toBe(4);
    expect(tried.moved.map((it) => [it.row.subject.id, it.before, it.after])).toEqual([
      ['4', 1, 1],
      ['2', 4, 2],
      ['1', 2, 3],
      ['3', 3, 4],
    ]);
    expect(tried.moved[1]?.scoreAfter).toBeCloseTo(305.85, 2);
    expect(tried.moved[1]?.row.score).toBeCloseTo(20.85, 2);
    expect((await at.ada.reports.weights()).weights).toEqual(weights);
  });

  test('saved weights hold, are on record, and are not written over by who saw others', async () => {
    const { version, weights } = await at.ada.reports.weights();
    const wanted = { ...weights, age: weights.age + 1 };
    const saveWeights = (seenVersion: number) =>
      at.ada.reports.saveWeights({ requestId: randomUUID(), seenVersion, weights: wanted });
    expect(await saveWeights(version)).toEqual({ version: version + 1 });
    expect(await at.mara.reports.weights()).toMatchObject({ weights: wanted, savedBy: 'admin' });
    expect(await refusalOf(saveWeights(version))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('admin saved other weights meanwhile'),
    });
    expect(await at.entries('weights')).toHaveLength(1);
  });

  test('other consoles hear of each change', async () => {
    const [[before]] = await at.town.sql.query<RowDataPacket[]>(
      'SELECT MAX(id) AS id FROM caretaker.change_feed',
    );
    const { policyId } = await at.save(policyDraft());
    const { version, weights } = await at.ada.reports.weights();
    await at.ada.reports.saveWeights({ requestId: randomUUID(), seenVersion: version, weights });
    const [rows] = await at.town.sql.query<RowDataPacket[]>(
      "SELECT subject_id FROM caretaker.change_feed WHERE topic = 'policy' AND id > ? ORDER BY id",
      [before?.id],
    );
    expect(rows.map((row) => row.subject_id)).toEqual([policyId, 'weights']);
  });
});
