import { type Connection, ConnectionDetails, isLoopback } from '../../../contract/connections.ts';

/** What stands in the fields of the form, as typed. */
export interface ConnectionDraft {
  name: string;
  host: string;
  port: string;
  tls: boolean;
  ca: string;
  withReplica: boolean;
  replicaHost: string;
  replicaPort: string;
}

export type DraftErrors = Partial<Record<keyof ConnectionDraft, string>>;

export function draftOf(connection: Connection | null): ConnectionDraft {
  const details = connection?.details;
  return {
    name: details?.name ?? '',
    host: details?.host ?? '',
    port: String(details?.port ?? 3306),
    tls: details === undefined || details.tls === 'required',
    ca: details?.ca ?? '',
    withReplica: details !== undefined && details.replica !== null,
    replicaHost: details?.replica?.host ?? '',
    replicaPort: String(details?.replica?.port ?? 3306),
  };
}

/** TLS is a choice only where the password never leaves this machine. */
export function mayGoWithoutTls(draft: ConnectionDraft): boolean {
  return isLoopback(draft.host.trim()) && (!draft.withReplica || isLoopback(draft.replicaHost.trim()));
}

/** The details to save, or what is wrong, by field. */
export function readDraft(
  draft: ConnectionDraft,
): { ok: true; details: ConnectionDetails } | { ok: false; errors: DraftErrors } {
  const ca = draft.ca.trim();
  const parsed = ConnectionDetails.safeParse({
    name: draft.name,
    host: draft.host,
    port: Number(draft.port),
    tls: draft.tls || !mayGoWithoutTls(draft) ? 'required' : 'off',
    ca: ca === '' ? null : ca,
    replica: draft.withReplica ? { host: draft.replicaHost, port: Number(draft.replicaPort) } : null,
  });
  if (parsed.success) return { ok: true, details: parsed.data };
  const errors: DraftErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = fieldOf(path.join('.'));
    errors[field] ??= sentence(wordsFor(field) ?? message);
  }
  return { ok: false, errors };
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fieldOf(path: string): keyof ConnectionDraft {
  if (path === 'replica.host') return 'replicaHost';
  if (path === 'replica.port') return 'replicaPort';
  if (path === 'replica') return 'withReplica';
  return path === 'host' || path === 'port' || path === 'tls' || path === 'ca' ? path : 'name';
}

function wordsFor(field: keyof ConnectionDraft): string | undefined {
  if (field === 'port' || field === 'replicaPort') return 'a number from 1 to 65535';
  if (field === 'ca') return 'this is not a PEM certificate: it starts with -----BEGIN CERTIFICATE-----';
  return undefined;
}
