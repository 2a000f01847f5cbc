import {
  type PrometheusAuth,
  type PrometheusServer,
  PrometheusServerDraft,
} from '../../../../../contract/metrics/prometheus.ts';

/** What stands in the fields of the form, but for the password: that is not kept once the form is closed. */
export interface ServerText {
  readonly name: string;
  readonly url: string;
  readonly auth: PrometheusAuth;
  readonly user: string;
  readonly tenant: string;
}

/** A server as it is changed: what the person saw, and what they made of it. */
export interface KeptServer {
  /** Null for a new one. */
  readonly seen: PrometheusServer | null;
  readonly text: ServerText;
}

export type ServerErrors = Partial<Record<keyof ServerText | 'secret', string>>;

export function keptOf(server: PrometheusServer | null): KeptServer {
  return { seen: server, text: server === null ? blank : textOf(server) };
}

const blank: ServerText = { name: '', url: '', auth: 'none', user: '', tenant: '' };

export function textOf({ name, url, auth, user, tenant }: PrometheusServer): ServerText {
  return { name, url, auth, user, tenant };
}

/** The server to save, or what is wrong, by field. An empty password keeps the one there is. */
export function readServer(
  text: ServerText,
  secret: string,
): { ok: true; server: PrometheusServerDraft } | { ok: false; errors: ServerErrors } {
  const draft = {
    ...text,
    user: text.auth === 'basic' ? text.user : '',
    secret: secret === '' ? null : secret,
  };
  const parsed = PrometheusServerDraft.safeParse(draft);
  if (parsed.success) return { ok: true, server: parsed.data };
  const errors: ServerErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = path[0] as keyof ServerErrors;
    errors[field] ??= capital(message);
  }
  return { ok: false, errors };
}

/** The same changes on top of what someone saved meanwhile. */
export function rebased({ seen, text }: KeptServer, newest: PrometheusServer): KeptServer {
  if (seen === null) return { seen: newest, text };
  const before = textOf(seen);
  const mine = (Object.keys(before) as (keyof ServerText)[]).filter((key) => text[key] !== before[key]);
  return {
    seen: newest,
    text: { ...textOf(newest), ...Object.fromEntries(mine.map((key) => [key, text[key]])) },
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
