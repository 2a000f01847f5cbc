import { randomUUID } from 'node:crypto';
import type { Client } from '../../src/contract/contract.ts';
import type { PrometheusServerDraft, PrometheusServerId } from '../../src/contract/metrics/prometheus.ts';

/** A draft of a server under a name of its own, without authentication unless it is given. */
export function draftOf(part: Partial<PrometheusServerDraft> & { url: string }): PrometheusServerDraft {
  const name = `Server ${randomUUID().slice(0, 8)}`;
  return { name, auth: 'none', user: '', tenant: '', secret: null, ...part };
}

export async function connectTo(
  client: Client,
  url: string,
  part: Partial<PrometheusServerDraft> = {},
): Promise<PrometheusServerId> {
  const { id } = await client.metrics.prometheus.saveServer({
    requestId: randomUUID(),
    id: null,
    seenVersion: 0,
    server: draftOf({ url, ...part }),
  });
  return id;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly data: { issues: { path: string; problem: string }[] };
}

/** What a call was refused with; fails where it was not. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => null,
    (it: unknown) => it,
  );
  if (error === null) throw new Error('The call was to be refused, and was not.');
  return error as Failure;
}
