import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FigureRange } from '../../src/contract/tickets/figures.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { exportFigures } from '../../src/core/tickets/figures/export.ts';
import { figuresOf } from '../../src/core/tickets/figures/read.ts';
import { tallyAll } from '../../src/core/tickets/figures/tally.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const day = '2026-03-04';
const range = (o: Partial<FigureRange> = {}) => FigureRange.parse({ from: day, to: day, ...o });

describe('The figures of support', () => {
  let town: Community;
  let desk: Ticketing;
  let ines: SignedIn & AsyncDisposable;
  const never = new AbortController().signal;

  beforeAll(async () => {
    town = await testCommunity();
    desk = ticketing(town);
    ines = await agentNamed(town, 'ines');
  });
  afterAll(async () => {
    await ines?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await desk.clear();
    for (const table of ['ticket_fact', 'ticket_tally']) await desk.rows(`DELETE FROM caretaker.${table}`);
    await desk.rows('UPDATE caretaker.ticket_tally_mark SET after_id = NULL, fresh_at = NULL');
  });

  interface Fact {
    kind: string;
    at?: string;
    team_id?: number | null;
    channel?: string;
    minutes?: number | null;
    kept?: number | null;
    rating?: number | null;
    ticket_id?: string;
  }
  /** The server stamps facts with its own moment, so what is of another day is moved there. */
  async function happened(fact: Fact): Promise<void> {
    const { at = `${day} 09:30:00`, ...columns } = fact;
    await desk.rows('INSERT INTO caretaker.ticket_fact SET ?', [
      { ticket_id: '1', channel: 'site', ...columns },
    ]);
    await desk.rows('UPDATE caretaker.ticket_fact SET at = ? ORDER BY id DESC LIMIT 1', [at]);
  }
  const tally = () => tallyAll(ines.database, never);

  test('count each fact once, whoever counts and however often', async () => {
    for (let i = 0; i < 30; i += 1) await happened({ kind: 'opened' });
    await using noor = await agentNamed(town, 'noor');
    await Promise.all([tally(), tallyAll(noor.database, never), tally()]);
    await tally();
    const figures = await figuresOf(ines, range(), never);
    expect(figures.opened).toBe(30);
    expect(figures.hours[9]).toBe(30);
    expect(figures.days).toEqual([
      expect.objectContaining({
        day,
        opened: 30,
        solved: 0,
        first: expect.objectContaining({ median: null }),
      }),
    ]);
    expect(figures.asOf).not.toBeNull();
  });

  test('leave what may still be taken back for the next time, and lose none of it', async () => {
    await happened({ kind: 'opened' });
    await desk.rows(
      "INSERT INTO caretaker.ticket_fact (kind, ticket_id, channel) VALUES ('opened', 1, 'site')",
    );
    await tally();
    expect((await figuresOf(ines, range(), never)).opened).toBe(1);
    await tallyAll(ines.database, never, 0);
    const today = new Date().toISOString().slice(0, 10);
    expect((await figuresOf(ines, range({ from: today, to: today }), never)).opened).toBe(1);
    expect((await figuresOf(ines, range(), never)).opened).toBe(1);
  });

  test('say how soon was answered and solved, within which share of the targets', async () => {
    for (const minutes of [10, 20, 30, 40, 100]) {
      await happened({ kind: 'first', minutes, kept: Number(minutes < 50) });
    }
    await happened({ kind: 'solved', minutes: 600, kept: null });
    await tally();
    const { first, solution, solved } = await figuresOf(ines, range(), never);
    expect(first.count).toBe(5);
    expect(Math.abs((first.median ?? 0) - 30)).toBeLessThanOrEqual(0.9);
    expect(Math.abs((first.p90 ?? 0) - 100)).toBeLessThanOrEqual(3);
    expect(first.within).toBeCloseTo(0.8);
    expect(solved).toBe(1);
    expect(solution.within).toBeNull();
  });

  test('are told by team, channel, tag and rating, and narrow to a team or channel', async () => {
    await desk.rows("INSERT IGNORE INTO caretaker.team (id, name) VALUES (7, 'Billing')");
    const tagged = await desk.open();
    await desk.tag(tagged, 'refund');
    await happened({ kind: 'opened', team_id: 7 });
    await happened({ kind: 'opened', channel: 'staff' });
    await happened({ kind: 'solved', team_id: 7, minutes: 5, ticket_id: tagged });
    await happened({ kind: 'rated', team_id: 7, rating: 5 });
    await tally();
    const all = await figuresOf(ines, range(), never);
    expect(all.channels).toEqual([
      { name: 'site', count: 1 },
      { name: 'staff', count: 1 },
    ]);
    expect(all.tags).toEqual([{ name: 'refund', count: 1 }]);
    expect(all.ratings).toEqual([0, 0, 0, 0, 1]);
    expect(all.teams.map((it) => [it.name, it.opened, it.solved])).toEqual([
      ['Billing', 1, 1],
      ['No team', 1, 0],
    ]);
    const ofTeam = await figuresOf(ines, range({ teamId: FigureRange.shape.teamId.parse('7') }), never);
    expect([ofTeam.opened, ofTeam.solved]).toEqual([1, 1]);
    const ofStaff = await figuresOf(ines, range({ channel: 'staff' }), never);
    expect([ofStaff.opened, ofStaff.solved, ofStaff.ratings[4]]).toEqual([1, 0, 0]);
  });

  test('say what members ask more than the week before', async () => {
    const asks = async (subject: string, at: string, times: number) => {
      const ticket = await desk.open({ subject });
      for (let i = 0; i < times; i += 1) await happened({ kind: 'opened', ticket_id: ticket, at });
    };
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    await asks('The invoice is wrong', `${daysAgo(1)} 09:00:00`, 8);
    await asks('I cannot upload', `${daysAgo(2)} 09:00:00`, 4);
    await asks('I cannot upload', `${daysAgo(9)} 09:00:00`, 6);
    // Long ago, and forgotten by now.
    await asks('The lottery', `${day} 09:00:00`, 9);
    await tally();
    const { asked } = await figuresOf(ines, range({ from: daysAgo(20), to: daysAgo(0) }), never);
    expect((await figuresOf(ines, range(), never)).asked).toEqual([]);
    expect(asked[0]).toEqual({ word: 'invoice', now: 8, before: 0 });
    expect(asked).toContainEqual({ word: 'upload', now: 4, before: 6 });
    expect(asked.map((it) => it.word)).not.toContain('the');
  });

  test('show what is not solved by how long it is open', async () => {
    await desk.open();
    await desk.open({
      opened_at: new Date(Date.now() - 50 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    });
    await desk.open({ status: 'solved' });
    const { backlog } = await figuresOf(ines, range(), never);
    expect(backlog.map((it) => it.count)).toEqual([1, 1, 0, 0, 0]);
  });

  test('are written as CSV, a line for each step', async () => {
    await happened({ kind: 'first', minutes: 60, kept: 1 });
    await tally();
    const folder = await mkdtemp(join(tmpdir(), 'caretaker-figures-'));
    let file = '';
    for await (const progress of exportFigures(ines, range({ to: '2026-03-05' }), folder, never)) {
      if (progress.status === 'done') file = progress.file;
    }
    const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^2026-03-04,0,0,1,(59|60|61),(59|60|61),1,/);
    const [entry] = await desk.rows(
      "SELECT actor FROM caretaker_audit.entry WHERE action = 'tickets.exported'",
    );
    expect(entry?.actor).toBe('ines');
  });
});
