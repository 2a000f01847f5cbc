import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isContractProcedure } from '@orpc/contract';
import type { Client } from '../../src/contract/contract.ts';
import { Decision } from '../../src/contract/members/actions.ts';
import { RecordFilter } from '../../src/contract/record.ts';
import { CaseDecision } from '../../src/contract/reports/decisions.ts';
import { QueueFilter, queueViews } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { TicketFilter, ticketViews } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import { type EntryId, MemberId } from '../../src/contract/values.ts';

export interface AskedAbout {
  readonly id: MemberId;
  readonly nickname: string;
  readonly email: string;
  readonly addresses: readonly string[];
  /** A case in which they were reported. */
  readonly caseId: CaseId;
}

/** Every call that says anything about members, asked about this one. Files that a call writes count as its answer. */
export function everythingAbout(
  { members, record, reports, tickets }: Client,
  { id, nickname, email, addresses, caseId }: AskedAbout,
): Record<string, () => Promise<unknown>> {
  const requestId = () => randomUUID();
  const decided: EntryId[] = [];
  const decision = (action: Decision['action']) =>
    Decision.parse({ action, reason: 'To see what is said', message: null });
  const mute = async () => {
    const { member } = await members.get({ id });
    const seenAt = member.updatedAt;
    const act = { requestId: requestId(), memberId: id, seenAt, decision: decision('mute') };
    const done = await members.act(act);
    decided.push(done.decisionId);
    return done;
  };
  const runId = randomUUID();
  const notes: EntryId[] = [];
  const note = () => notes[0] ?? raise('no note was written');
  const typed = email.slice(0, email.indexOf('@') + 2);
  const network = addresses[0]?.replace(/\.\d+$/, '.0/24').replace(/(:[\da-f]+){4}$/, '::/64') ?? '';
  const filter = QueueFilter.parse({});
  const warning = async () => {
    const { row } = await reports.get({ caseId });
    return CaseDecision.parse({
      policyId: row.policyId,
      actions: [{ kind: 'warn' }],
      reason: 'To see what is said',
    });
  };
  return {
    'members.search': async () => {
      const texts = ['', nickname, nickname.slice(1, 5), id, `~${nickname}`, typed, network];
      return Promise.all(texts.map((text) => members.search({ text })));
    },
    'members.count': () => members.count({ text: nickname }),
    'members.export': async () => fileOf(await members.export({ text: nickname })),
    'members.get': () => members.get({ id }),
    'members.history': () => members.history({ id, limit: 200 }),
    'members.content': async () => {
      const { entries } = await members.history({ id, sources: ['content'], limit: 200 });
      const content = entries.flatMap((it) => (it.source === 'content' ? [it] : []));
      return Promise.all(content.map((it) => members.content({ kind: it.kind, id: MemberId.parse(it.id) })));
    },
    'members.linked': () => members.linked({ id }),
    'members.addresses': () => members.addresses({ id }),
    'members.preview': () =>
      members.preview({ memberIds: [id], decision: decision('ban'), hasMessage: true }),
    'members.act': mute,
    'members.undo': () =>
      members.undo({ requestId: requestId(), decisionId: decided[0] ?? raise('nothing was decided') }),
    'members.actOnMany': async () =>
      all(await members.actOnMany({ runId, memberIds: [id], decision: decision('suspend') })),
    'members.undoRun': async () => all(await members.undoRun({ requestId: requestId(), runId })),
    'members.decisions': () => members.decisions({ memberId: id }),
    'members.notes.add': async () => {
      const added = await members.notes.add({ requestId: requestId(), memberId: id, body: 'A note' });
      notes.push(added.id);
      return added;
    },
    'members.notes.list': () => members.notes.list({ memberId: id }),
    'members.notes.edit': () =>
      members.notes.edit({ requestId: requestId(), id: note(), editedAt: null, body: 'Another' }),
    'members.notes.pin': () => members.notes.pin({ requestId: requestId(), id: note(), pinned: true }),
    'members.notes.remove': () => members.notes.remove({ requestId: requestId(), id: note(), removed: true }),
    'record.list': () => record.list({ filter: RecordFilter.parse({}) }),
    'record.export': async () => fileOf(await record.export({ filter: RecordFilter.parse({}) })),
    'reports.list': () => Promise.all(queueViews.map((view) => reports.list({ view, filter, limit: 200 }))),
    'reports.rows': () => reports.rows({ caseIds: [caseId] }),
    'reports.get': () => reports.get({ caseId }),
    'reports.now': () => reports.now({ caseId }),
    'reports.preview': async () =>
      reports.preview({ target: { caseIds: [caseId] }, decision: await warning() }),
    'reports.endings': () => reports.endings({}),
    'tickets.referrals.ofCase': () => tickets.referrals.ofCase({ caseId }),
  };
}

/** Every call by which support reads of a member who wrote a ticket, asked about this one. */
export function everythingOnTickets(
  { tickets }: Client,
  { id, nickname, ticketId }: Pick<AskedAbout, 'id' | 'nickname'> & { readonly ticketId: TicketId },
): Record<string, () => Promise<unknown>> {
  const filter = TicketFilter.parse({});
  return {
    'tickets.list': () => Promise.all(ticketViews.map((view) => tickets.list({ view, filter, limit: 200 }))),
    'tickets.rows': () => tickets.rows({ ticketIds: [ticketId] }),
    'tickets.get': () => tickets.get({ ticketId }),
    'tickets.ofMember': () => tickets.ofMember({ memberId: id }),
    'tickets.search.find': () => tickets.search.find({ text: nickname, filter }),
  };
}

/** The paths of all procedures of a contract, in order. */
export function paths(node: unknown, path: readonly string[] = []): string[] {
  if (isContractProcedure(node)) return [path.join('.')];
  return Object.entries(node as object)
    .flatMap(([name, inner]) => paths(inner, [...path, name]))
    .toSorted();
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const it of stream) items.push(it);
  return items;
}

async function fileOf(stream: AsyncIterable<{ status: string; file?: string }>): Promise<unknown> {
  const steps = await all(stream);
  return { steps, text: readFileSync(steps.at(-1)?.file ?? '', 'utf8') };
}

/** An error as it crosses: its code, data and message. */
export function told(error: unknown): unknown {
  return error instanceof Error ? { ...error, message: error.message } : error;
}

function raise(message: string): never {
  throw new Error(message);
}
