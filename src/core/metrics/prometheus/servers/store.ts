import { type Selectable, sql } from 'kysely';
import {
  type PrometheusAuth,
  PrometheusServer,
  type PrometheusServerDraft,
  type PrometheusServerId,
  problemOfUrl,
} from '../../../../contract/metrics/prometheus.ts';
import type { Database, Db, Run, Trx } from '../../../database/database.ts';
import type { MetricSchema } from '../../../database/metric-schema.ts';
import { Refused } from '../../../errors.ts';
import { addEntry } from '../../../record/entry.ts';
import type { Endpoint } from '../api/request.ts';

export type ServerRow = Selectable<MetricSchema['caretaker.prometheus_server']>;

/** More than anyone has; those that were removed in the last day count too. */
const mostServers = 50;
const inUse = '1000-01-01 00:00:00.000000';
const kept = 'Nothing was changed; what you typed is kept.';

/** Servers by name, without what proves who the console is. */
export async function readServers(db: Db, run: Run, removed: boolean): Promise<PrometheusServer[]> {
  const rows = await servers(db).execute(run);
  return rows
    .filter((row) => row.id > 0 && (removed || row.removed_at === inUse))
    .map(told)
    .toSorted((a, b) => inOrder.compare(a.name, b.name));
}

/** How to reach a server that is in use, also right after it was saved. @throws NOT_FOUND */
export async function endpointOf(
  database: Database,
  id: PrometheusServerId,
  signal: AbortSignal | undefined,
): Promise<Endpoint & { version: number }> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db.selectFrom('caretaker.prometheus_server').selectAll().where('id', '=', id).execute(run),
  );
  return { ...endpoint(found(rows, id)), version: rows[0]?.version ?? 0 };
}

/** How a draft would be reached; with the password or token that is kept where it has none of its own. */
export async function endpointOfDraft(
  database: Database,
  id: PrometheusServerId | null,
  draft: PrometheusServerDraft,
  signal: AbortSignal | undefined,
): Promise<Endpoint> {
  const rows = id === null ? [] : await database.readPrimary(signal, (db, run) => servers(db).execute(run));
  const before = id === null ? null : found(rows, id);
  return { ...draft, secret: secretOf(draft, before) };
}

/** Saves a server, which must stand as the person saw it; `id` null makes one. The record has its address, no secret. */
export async function saveServer(
  database: Database,
  o: {
    requestId: string;
    id: PrometheusServerId | null;
    seenVersion: number;
    server: PrometheusServerDraft;
  },
): Promise<{ id: PrometheusServerId; version: number }> {
  const version = o.id === null ? 1 : o.seenVersion + 1;
  const { name, url, auth, user, tenant } = o.server;
  return database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId: o.requestId,
      action: 'prometheus.saved',
      subjectKind: 'prometheus',
      subjectId: name,
      detail: { version, address: url, authentication: auth, newSecret: (o.server.secret ?? '') !== '' },
    });
    const all = await lockServers(trx);
    const before = o.id === null ? null : found(all, o.id);
    if (before !== null && before.version !== o.seenVersion) {
      throw new Refused('CONFLICT', `Someone saved “${before.name}” meanwhile. ${kept}`);
    }
    if (before === null && all.length >= mostServers) {
      throw new Refused('CONFLICT', `There are ${mostServers} servers, the most that are kept. ${kept}`);
    }
    refuseName(name, all, o.id);
    const columns = { name, url, auth, user: auth === 'basic' ? user : '', tenant, version };
    const values = { ...columns, secret: secretOf(o.server, before) };
    const id = before?.id ?? (await insert(trx, values));
    if (before !== null) {
      await trx.updateTable('caretaker.prometheus_server').set(values).where('id', '=', id).execute();
    }
    await tell(trx);
    return { id: id as PrometheusServerId, version };
  });
}

/** Takes a server out of use, or back into it. */
export async function removeServer(
  database: Database,
  { requestId, id, removed }: { requestId: string; id: PrometheusServerId; removed: boolean },
): Promise<void> {
  const all = await database.readPrimary(undefined, (db, run) => servers(db).execute(run));
  const { name } = any(all, id);
  await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'prometheus.removed',
      subjectKind: 'prometheus',
      subjectId: name,
      detail: { removed },
    });
    const locked = await lockServers(trx);
    if (!removed) refuseName(any(locked, id).name, locked, id);
    await trx
      .updateTable('caretaker.prometheus_server')
      .set(({ fn }) => ({ removed_at: removed ? fn('UTC_TIMESTAMP', [sql.lit(6)]) : inUse }))
      .where('id', '=', id)
      .execute();
    await tell(trx);
  });
}

function servers(db: Db) {
  return db.selectFrom('caretaker.prometheus_server').selectAll().orderBy('id').limit(mostServers);
}

/** All of them, against everyone else who changes one until the transaction ends. Readers do not wait. */
function lockServers(trx: Trx): Promise<ServerRow[]> {
  return servers(trx).forUpdate().execute();
}

async function insert(trx: Trx, values: Omit<ServerRow, 'id' | 'removed_at'>): Promise<number> {
  const { insertId } = await trx
    .insertInto('caretaker.prometheus_server')
    .values(values)
    .executeTakeFirstOrThrow();
  return Number(insertId);
}

async function tell(trx: Trx): Promise<void> {
  await trx
    .insertInto('caretaker.change_feed')
    .values({ topic: 'prometheus', subject_id: 'servers' })
    .execute();
}

/** Any CTO may write the table. Of a row that no draft could have made the name is told, so that it can be removed. */
function told({ id, name, url, auth, user, secret, tenant, version }: ServerRow): PrometheusServer {
  const server = {
    id: id as PrometheusServerId,
    name,
    url,
    auth: auth as PrometheusAuth,
    user,
    tenant,
    hasSecret: secret !== '',
    version,
  };
  if (PrometheusServer.safeParse(server).success) return server;
  return {
    ...server,
    name: name.trim().slice(0, 60) || 'without a name',
    auth: 'none',
    user: '',
    tenant: '',
  };
}

/** @throws UNAVAILABLE where the address is none that a draft could have: it might lead to any path of a machine. */
function endpoint({ url, auth, user, secret, tenant }: ServerRow): Endpoint {
  const problem = problemOfUrl(url);
  if (problem !== null) {
    throw new Refused('UNAVAILABLE', `The address of this server cannot be used: ${problem}. Give it again.`);
  }
  return { url, auth: auth as PrometheusAuth, user, secret, tenant };
}

/**
 * A secret goes only to whom it was given for: who may change the address does not thereby get to know it.
 * @throws INVALID_INPUT where one is needed and none that fits is kept
 */
function secretOf(draft: PrometheusServerDraft, before: ServerRow | null): string {
  if (draft.auth === 'none') return '';
  if (draft.secret !== null && draft.secret !== '') return draft.secret;
  const what = draft.auth === 'basic' ? 'password' : 'token';
  if (before === null || before.secret === '') throw secretMissing(what, `Type the ${what}.`);
  const same =
    before.auth === draft.auth &&
    URL.parse(before.url)?.origin === new URL(draft.url).origin &&
    (draft.auth === 'bearer' || before.user === draft.user);
  if (same) return before.secret;
  throw secretMissing(
    what,
    `Type the ${what} again: the one that is kept was given for another address, user or kind.`,
  );
}

function secretMissing(what: string, problem: string): Refused {
  return new Refused('INVALID_INPUT', `${problem} ${kept}`, [
    { path: 'server.secret', problem: `the ${what} is missing` },
  ]);
}

/** @throws NOT_FOUND */
function any(all: readonly ServerRow[], id: PrometheusServerId): ServerRow {
  const row = all.find((it) => it.id === id);
  if (row === undefined) throw gone();
  return row;
}

/** @throws NOT_FOUND where it is not there, or out of use */
function found(all: readonly ServerRow[], id: PrometheusServerId): ServerRow {
  const row = any(all, id);
  if (row.removed_at !== inUse) throw gone();
  return row;
}

function gone(): Refused {
  return new Refused('NOT_FOUND', 'This server was removed. Choose another, or connect it again.');
}

/** @throws CONFLICT where another one in use has the name. */
function refuseName(name: string, all: readonly ServerRow[], id: PrometheusServerId | null): void {
  const same = (it: ServerRow) => it.name.toLowerCase() === name.toLowerCase();
  if (all.some((it) => it.id !== id && it.removed_at === inUse && same(it))) {
    throw new Refused('CONFLICT', `There is a server “${name}” already. ${kept}`);
  }
}

const inOrder = new Intl.Collator('en', { numeric: true });
