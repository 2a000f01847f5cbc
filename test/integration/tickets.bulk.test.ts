import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TicketChange, TicketRunProgress } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { changeMany, undoMany } from '../../src/core/tickets/queue/change/many.ts';
import { undoChange } from '../../src/core/tickets/queue/change/undo.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('Changing many tickets', () => {
  let town: Community;
  let desk: Ticketing;
  let line: BreakingLine;
  let mara: SignedIn;
  let shaky: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    line = stack.use(await breakingLine(town.root.port));
    mara = stack.use(await agentNamed(town, 'mara'));
    shaky = stack.use(await agentNamed(town, 'sam', { port: line.port }));
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => desk.clear());

  async function all(run: AsyncGenerator<TicketRunProgress>) {
    const steps: TicketRunProgress[] = [];
    for await (const step of run) steps.push(step);
    return { steps, outcomes: steps.flatMap((it) => it.outcomes) };
  }
  const several = async (count: number) => {
    const ids: TicketId[] = [];
    for (let i = 0; i < count; i += 1) ids.push(await desk.open());
    return ids;
  };
  const wanted: TicketChange = { status: 'solved', addTags: ['spring'] };
  const solved = async () =>
    (await desk.rows("SELECT id FROM caretaker.ticket WHERE status = 'solved' ORDER BY id")).map(
      (it) => it.id,
    );
  const outcomes = (of: { outcome: string }[]) =>
    Object.fromEntries([...Map.groupBy(of, (it) => it.outcome)].map(([name, its]) => [name, its.length]));

  test('tells how far it is, and of each what came of it', async () => {
    const ids = await several(50);
    const [same, merged] = ids as [TicketId, TicketId];
    await all(changeMany(mara, { runId: randomUUID(), ticketIds: [same], change: wanted }, undefined));
    await desk.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [same, merged]);
    const ticketIds = [...ids, '999999' as TicketId];
    const run = await all(changeMany(mara, { runId: randomUUID(), ticketIds, change: wanted }, undefined));
    expect(run.steps.length).toBeGreaterThan(1);
    expect(run.steps.at(-1)).toMatchObject({ done: 51, total: 51, finished: true });
    expect(outcomes(run.outcomes)).toEqual({ done: 48, unchanged: 1, refused: 2 });
    expect(run.outcomes.find((it) => it.ticketId === merged)?.why).toMatch(/^This ticket was merged into/);
    expect(await solved()).toEqual(ids.filter((id) => id !== merged));
    expect(await desk.tags(ids[7] as TicketId)).toEqual(['spring']);
  });

  test('is taken back as a whole, but for what was changed since; so is it as one change', async () => {
    const ids = await several(12);
    const runId = randomUUID();
    await all(changeMany(mara, { runId, ticketIds: ids, change: wanted }, undefined));
    const [other, ...rest] = ids as [TicketId, ...TicketId[]];
    await desk.rows("UPDATE caretaker.ticket SET status = 'open', solved_at = NULL WHERE id = ?", [other]);
    await desk.rows('DELETE FROM caretaker.ticket_tag WHERE ticket_id = ?', [other]);
    const requestId = randomUUID();
    const undone = await all(undoMany(mara, { requestId, runId }, undefined));
    expect(outcomes(undone.outcomes)).toEqual({ done: 11, refused: 1 });
    expect(await solved()).toEqual([]);
    for (const id of rest) expect(await desk.tags(id)).toEqual([]);
    const again = await all(undoMany(mara, { requestId, runId }, undefined));
    expect(outcomes(again.outcomes)).toEqual({ done: 11, refused: 1 });

    const second = randomUUID();
    await all(changeMany(mara, { runId: second, ticketIds: rest, change: wanted }, undefined));
    expect(await undoChange(mara, { requestId: randomUUID(), undoId: second })).toEqual({
      undone: 11,
      kept: [],
    });
    expect(await solved()).toEqual([]);
    await expect(
      all(undoMany(mara, { requestId: randomUUID(), runId: randomUUID() }, undefined)),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('stops where it is told to, and goes on from there', async () => {
    const ids = await several(60);
    const runId = randomUUID();
    const run = changeMany(mara, { runId, ticketIds: ids, change: wanted }, undefined);
    await run.next();
    await run.return(undefined);
    const before = await solved();
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(60);
    const rest = await all(changeMany(mara, { runId, ticketIds: ids, change: wanted }, undefined));
    expect(outcomes(rest.outcomes)).toEqual({ done: 60 });
    expect(await solved()).toEqual(ids);
    const changes = await desk.rows('SELECT ticket_id FROM caretaker.ticket_change WHERE undo_id = ?', [
      runId,
    ]);
    expect(changes).toHaveLength(60);
    expect(await desk.record(ids[0] as TicketId)).toHaveLength(1);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'changes each once where the line breaks %s',
    async (when) => {
      const ids = await several(8);
      line.breakAt(when, 3);
      const before = line.broken;
      const run = await all(
        changeMany(shaky, { runId: randomUUID(), ticketIds: ids, change: wanted }, undefined),
      );
      expect(line.broken).toBe(before + 1);
      expect(outcomes(run.outcomes)).toEqual({ done: 8 });
      for (const id of ids) expect(await desk.row(id)).toMatchObject({ status: 'solved', version: 2 });
    },
  );
});
