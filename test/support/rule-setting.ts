import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import type { RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import type { PolicyDraft } from '../../src/contract/reports/policies.ts';
import type { PolicyId } from '../../src/contract/reports/values.ts';
import { testConsole } from './calls.ts';
import { type Community, passwordOf, testCommunity } from './community.ts';

/** A community whose queue holds what the test puts there, with an admin and a moderator at consoles of their own. */
export interface RuleSetting extends AsyncDisposable {
  readonly town: Community;
  readonly ada: Client;
  readonly mara: Client;
  save(
    policy: PolicyDraft,
    over?: { id: PolicyId; seen: number },
  ): ReturnType<Client['reports']['savePolicy']>;
  remove(policyId: PolicyId, removed?: boolean): Promise<unknown>;
  /** What the record holds about a policy, `weights` or `presets`: who, what and its detail. */
  entries(subject: string): Promise<string[]>;
}

export async function ruleSetting(): Promise<RuleSetting> {
  await using open = new AsyncDisposableStack();
  const town = open.use(await testCommunity({ members: 100, directory: false }));
  await town.sql.query('DELETE FROM community_demo.reports');
  const signedIn = async (user: 'admin' | 'moderator') => {
    const { client } = open.use(await testConsole());
    const details = { name: 'T', host: '127.0.0.1', port: town.root.port, tls: 'off' as const };
    const saved = await client.connections.save({
      id: null,
      details: { ...details, ca: null, replica: null },
    });
    await client.session.signIn({ connectionId: saved.id, user, password: passwordOf(user) });
    return client;
  };
  const [ada, mara] = [await signedIn('admin'), await signedIn('moderator')];
  const opened = open.move();
  return {
    town,
    ada,
    mara,
    save: (policy, over) =>
      ada.reports.savePolicy({
        requestId: randomUUID(),
        policyId: over?.id ?? null,
        seenVersion: over?.seen ?? 0,
        policy,
      }),
    remove: (policyId, removed = true) =>
      ada.reports.removePolicy({ requestId: randomUUID(), policyId, removed }),
    async entries(subject) {
      const [rows] = await town.sql.query<RowDataPacket[]>(
        `SELECT CONCAT(actor, ' ', action, ' ', detail) AS text FROM caretaker_audit.entry
         WHERE subject_kind = 'policy' AND subject_id = ? ORDER BY id`,
        [subject],
      );
      return rows.map((row) => String(row.text));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A policy with a name of its own, and what the test does not care about filled in. */
export function policyDraft(change: Partial<PolicyDraft> = {}): PolicyDraft {
  return {
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
  };
}

/** How a call was refused. */
export function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string; data: unknown }> {
  return call.then(
    () => ({ code: 'it worked', message: '', data: undefined }),
    (error: unknown) => {
      if (!(error instanceof ORPCError)) throw error;
      return { code: error.code, message: error.message, data: error.data as unknown };
    },
  );
}
