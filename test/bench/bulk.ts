import { randomUUID } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import type { Decision } from '../../src/contract/members/actions.ts';
import { MemberId } from '../../src/contract/values.ts';
import { type Figure, figure } from './support/figures.ts';
import type { BareConnection, Ground } from './support/ground.ts';
import { overMessagePort } from './support/lines.ts';
import { p50, ratio, timed } from './support/samples.ts';

const MEMBERS = 1000;
/** The console and the bare calls take turns after so many. */
const TURN = 100;
const reason = 'Measured by the benchmark';
const decision: Decision = { action: 'mute', reason, message: null, until: null, nickname: null };

/**
 * How many members a second a run acts on, and takes back, beside the site's bare procedure for as many others. What a run
 * does more for each: the record, the decision with what was before, the turn, the feed, the directory.
 */
export async function measure(ground: Ground): Promise<Figure[]> {
  const client = await overMessagePort(ground);
  const bare = await ground.bareConnection();
  const free = await membersWithoutSanction(bare, 2 * MEMBERS);
  const turns = Math.floor(free.length / (2 * TURN));
  if (turns === 0) throw new Error(`The community has fewer than ${2 * TURN} members without a sanction.`);

  const times = { act: [] as number[], mute: [] as number[], undo: [] as number[], restore: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    ground.signal.throwIfAborted();
    const [ours, theirs] = [0, 1].map((side) => free.slice((2 * turn + side) * TURN).slice(0, TURN));
    if (!ours || !theirs) throw new Error('A turn has no members.');
    const runId = randomUUID();
    times.act.push((await timed(() => act(client, runId, ours))).ms);
    times.mute.push((await timed(() => callEach(bare, 'member_mute(?, ?, ?, NULL)', theirs))).ms);
    await expectStatus(bare, [...ours, ...theirs], 'muted');
    times.undo.push((await timed(() => takeBack(client, runId, TURN))).ms);
    times.restore.push((await timed(() => callEach(bare, 'member_restore(?, ?, ?)', theirs))).ms);
    await expectStatus(bare, [...ours, ...theirs], 'active');
  }
  const rate = (ms: readonly number[]) => (TURN * 1000) / p50(ms);
  return [
    figure('members muted a second, in runs', rate(times.act), '/s'),
    figure('members muted a second, bare calls', rate(times.mute), '/s'),
    figure('a run ÷ the bare calls, time', ratio(p50(times.act), p50(times.mute)), '×'),
    figure('members taken back a second', rate(times.undo), '/s'),
    figure('taking back ÷ the bare calls, time', ratio(p50(times.undo), p50(times.restore)), '×'),
  ];
}

async function membersWithoutSanction(bare: BareConnection, count: number): Promise<MemberId[]> {
  const [rows] = await bare.query<RowDataPacket[]>(
    "SELECT id FROM caretaker_site.member WHERE status = 'active' ORDER BY id LIMIT ?",
    [count],
  );
  return rows.map((row) => MemberId.parse(String(row.id)));
}

async function act(client: Client, runId: string, memberIds: MemberId[]): Promise<void> {
  for await (const { outcomes } of await client.members.actOnMany({ runId, memberIds, decision })) {
    const other = outcomes.find((it) => it.outcome !== 'done');
    if (other) throw new Error(`Member ${other.memberId} was ${other.outcome}: ${other.why}`);
  }
}

async function takeBack(client: Client, runId: string, expected: number): Promise<void> {
  let done = 0;
  for await (const { outcomes } of await client.members.undoRun({ requestId: randomUUID(), runId })) {
    done += outcomes.filter((it) => it.outcome === 'done').length;
  }
  if (done !== expected) throw new Error(`${done} of ${expected} actions were taken back.`);
}

async function callEach(bare: BareConnection, call: string, ids: readonly MemberId[]): Promise<void> {
  for (const id of ids) await bare.query(`CALL caretaker_site.${call}`, [randomUUID(), BigInt(id), reason]);
}

/** The comparison means something only while both sides come to the same. */
async function expectStatus(bare: BareConnection, ids: readonly MemberId[], status: string): Promise<void> {
  const [rows] = await bare.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS others FROM caretaker_site.member WHERE id IN (?) AND status <> ?',
    [ids.map(BigInt), status],
  );
  const others = Number(rows[0]?.others);
  if (others > 0) throw new Error(`${others} of ${ids.length} members are not ${status}.`);
}
