import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claim, release, renew } from '../../src/core/reports/queue/claims/claim.ts';
import { handOver } from '../../src/core/reports/queue/claims/hand-over.ts';
import { hold } from '../../src/core/reports/queue/claims/rest.ts';
import { note } from '../../src/core/reports/queue/note.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { moderatorNamed, type Queueing, queueing } from '../support/queueing.ts';

describe.each([
  ['before the server hears of it', 'before-commit'],
  ['before the answer comes', 'after-commit'],
] as const)('When the line breaks %s', (_, when) => {
  let town: Community;
  let queue: Queueing;
  let line: BreakingLine;
  let mara: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    queue = queueing(town);
    line = stack.use(await breakingLine(town.root.port));
    mara = stack.use(await moderatorNamed(town, 'mara', line.port));
    stack.use(await moderatorNamed(town, 'noor'));
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => queue.clear());

  /** After the head of its packet, which MySQL's is longer. */
  const update = /^.{5,7}\s*update/is;
  /** Does it over a line that breaks once on the way. */
  async function broken<T>(statement: RegExp | undefined, work: () => Promise<T>): Promise<T> {
    const before = line.broken;
    line.breakAt(when, 0, statement);
    const result = await work();
    expect(line.broken).toBe(before + 1);
    return result;
  }
  const requestId = () => randomUUID();
  const holders = async () => {
    const rows = await queue.rows('SELECT id, holder FROM caretaker.report_case WHERE holder IS NOT NULL');
    return rows.map((row) => [row.id, row.holder]);
  };

  test('“next” claims one case', async () => {
    await queue.open(10);
    const best = await queue.open(20);
    const { caseId } = await broken(update, () => queue.next(mara));
    expect(caseId).toBe(best);
    expect(await holders()).toEqual([[best, 'mara']]);
  });

  test('a claim is made, renewed and released', async () => {
    const only = await queue.open(10);
    await broken(update, () => claim(mara, { caseId: only, claimId: randomUUID() }));
    expect(await holders()).toEqual([[only, 'mara']]);
    await broken(update, () => renew(mara, { caseId: only }));
    expect(await holders()).toEqual([[only, 'mara']]);
    await broken(update, () => release(mara, { caseId: only }));
    expect(await holders()).toEqual([]);
  });

  test('a case is handed over, put on hold and noted once, with one entry on record each', async () => {
    const cases = await Promise.all([queue.open(10), queue.open(20)]);
    const [given, kept] = cases as [(typeof cases)[0], (typeof cases)[0]];
    const words = 'You know more of it';
    await broken(undefined, () =>
      handOver(mara, { requestId: requestId(), caseId: given, to: 'noor', note: words }),
    );
    await broken(undefined, () =>
      hold(mara, { requestId: requestId(), caseId: kept, until: inMinutes(5), note: words }),
    );
    await broken(undefined, () => note(mara, { requestId: requestId(), caseId: kept, body: words }));
    expect((await queue.events(given)).map((it) => it.kind)).toEqual(['handed-over']);
    expect((await queue.events(kept)).map((it) => it.kind)).toEqual(['held', 'noted']);
    expect((await queue.record(given)).map((it) => it.action)).toEqual(['case.handed_over']);
    expect((await queue.record(kept)).map((it) => it.action)).toEqual(['case.held', 'case.noted']);
    expect(await queue.row(given)).toMatchObject({ version: 2 });
  });

  test('a case on hold is claimed once', async () => {
    const only = await queue.open(10, { columns: { state: 'held', set_by: 'noor' } });
    await broken(undefined, () => claim(mara, { caseId: only, claimId: randomUUID() }));
    expect(await queue.row(only)).toMatchObject({ state: 'open', holder: 'mara', version: 2 });
    expect((await queue.events(only)).map((it) => it.kind)).toEqual(['resumed']);
  });
});
