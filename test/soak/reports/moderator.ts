import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueFilter } from '../../../src/contract/reports/queue.ts';
import type { CaseId } from '../../../src/contract/reports/values.ts';
import { type EntryId, Utc } from '../../../src/contract/values.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import { ask } from '../calls.ts';
import { oneOf } from '../dice.ts';
import type { Day } from '../protocol.ts';
import { anyDecision } from './choices.ts';
import type { ReportDeed } from './deeds.ts';

/** So many of the own decisions are remembered, to take one back. */
const remembered = 20;
const inARun = 8;
const note = 'Looked at by one of many who do nothing else';

/**
 * A moderator who never rests: takes the next case, looks at its page, and decides, or gives it back, puts it on hold,
 * hands it over; takes decisions back; and decides a few cases at once now and then. Begins with what is theirs already,
 * as after a crash.
 */
export async function moderate({ client, colleagues, signal, say, told }: Day<ReportDeed>): Promise<void> {
  const { reports } = client;
  const everything = QueueFilter.parse({});
  const decisions: { caseId: CaseId; decisionId: EntryId }[] = [];
  const call = <T>(name: string, work: () => Promise<T>) => ask(say, name, work);

  const policies = (await call('policies', () => reports.policies({})))?.policies ?? [];
  const mine = await call('list', () => reports.list({ view: 'mine', filter: everything }));
  for (const { id, state } of mine?.rows ?? []) if (state === 'open' && !signal.aborted) await workOn(id);
  while (!signal.aborted) {
    const dice = Math.random();
    if (dice < 0.04) await takeBack();
    else if (dice < 0.05) await decideSome();
    else if (dice < 0.07) await lookAround();
    const filter = Math.random() < 0.1 ? QueueFilter.parse({ policyId: oneOf(policies)?.id }) : everything;
    const claimId = randomUUID();
    const next = await call('claimNext', () => reports.claimNext({ claimId, filter }));
    if (!next?.caseId) {
      await sleep(100 + Math.random() * 200);
      continue;
    }
    told({ deed: 'claimed', caseId: next.caseId });
    await workOn(next.caseId);
  }

  async function workOn(caseId: CaseId): Promise<void> {
    await call('look', () => reports.look({ caseId, writing: false }));
    const dice = Math.random();
    if (dice < 0.05) {
      await call('release', () => reports.release({ caseId }));
      told({ deed: 'released', caseId });
    } else if (dice < 0.09) {
      await did('held', caseId, (requestId) =>
        reports.hold({ requestId, caseId, until: inSeconds(5 + Math.random() * 600), note }),
      );
    } else if (dice < 0.14 && colleagues.length > 0) {
      const to = oneOf(colleagues) ?? '';
      await did('handed over', caseId, (requestId) => reports.handOver({ requestId, caseId, to, note }));
    } else {
      if (dice < 0.2)
        await did('noted', caseId, (requestId) => reports.note({ requestId, caseId, body: note }));
      if (dice < 0.25) await call('renew', () => reports.renew({ caseId }));
      await decideAbout(caseId);
    }
    await call('look', () => reports.look({ caseId, writing: false, leaving: true }));
  }

  /** Whoever is told that the case changed looks at it and decides again. */
  async function decideAbout(caseId: CaseId): Promise<void> {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const page = await call('get', () => reports.get({ caseId }));
      const policy = policies.find(({ id }) => id === page?.row.policyId);
      if (!page || !policy) return;
      const requestId = randomUUID();
      const decision = anyDecision(policy, page.row);
      const made = await call('decide', () =>
        reports.decide({ requestId, caseId, seenVersion: page.row.version, decision }),
      );
      if (!made) continue;
      const { decisionId } = made;
      told({ deed: 'decided', caseId, requestId, decisionId });
      decisions.push({ caseId, decisionId });
      if (decisions.length > remembered) decisions.shift();
      return;
    }
  }

  async function takeBack(): Promise<void> {
    const which = oneOf(decisions);
    if (!which) return;
    const requestId = randomUUID();
    const undone = await call('undo', () => reports.undo({ requestId, decisionId: which.decisionId }));
    if (undone) told({ deed: 'undone', ...which, requestId });
  }

  /** A run over some cases that are nobody's just then; colleagues take some of them meanwhile. */
  async function decideSome(): Promise<void> {
    const policy = oneOf(policies);
    if (!policy) return;
    const filter = QueueFilter.parse({ policyId: policy.id });
    const page = await call('list', () => reports.list({ view: 'unclaimed', filter, limit: 100 }));
    const caseIds = (page?.rows ?? []).slice(-inARun).map(({ id }) => id);
    if (caseIds.length === 0) return;
    const runId = randomUUID();
    const decision = anyDecision(policy, null);
    const done = new Set<CaseId>();
    await call('decideMany', async () => {
      for await (const { outcomes } of await reports.decideMany({ runId, target: { caseIds }, decision })) {
        for (const { caseId, outcome } of outcomes) if (outcome === 'done') done.add(caseId);
      }
    });
    for (const caseId of done) {
      told({ deed: 'decided', caseId, requestId: derivedId(runId, caseId), decisionId: null });
    }
    if (Math.random() < 0.5) return;
    const requestId = randomUUID();
    await call('undoRun', async () => {
      for await (const _ of await reports.undoRun({ requestId, runId }));
    });
  }

  async function lookAround(): Promise<void> {
    await call('counts', () => reports.counts({ filter: everything }));
    const held = await call('list', () => reports.list({ view: 'held', filter: everything, limit: 20 }));
    const which = oneOf(held?.rows ?? []);
    if (which) {
      await did('resumed', which.id, (requestId) => reports.resume({ requestId, caseId: which.id }));
    }
  }

  async function did(
    deed: 'handed over' | 'held' | 'noted' | 'resumed',
    caseId: CaseId,
    work: (requestId: string) => Promise<unknown>,
  ): Promise<void> {
    const requestId = randomUUID();
    const answer = await call(deed, () => work(requestId));
    if (answer !== null) told({ deed, caseId, requestId });
  }
}

function inSeconds(seconds: number): Utc {
  return Utc.parse(new Date(Date.now() + seconds * 1000).toISOString());
}
