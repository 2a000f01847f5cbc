import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { rebuildDirectory } from '../../src/core/directory/control.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { type PartName, partNames } from '../../src/core/directory/parts.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { rootConnection } from '../support/community.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { directoryTables } from './support/laying.ts';
import { p50, p95, ratio, timed } from './support/samples.ts';
import { type SiteTimes, type SiteWork, startSiteWork } from './support/site-work.ts';

/** Seconds in which a directory is to be built, by its members. */
const aims: Record<number, string> = { 50000: '< 30', 1500000: '< 600' };
const aloneMs = 10_000;
const refreshes = 30;
const changes = 5;
const copiedRows = 50_000;

/** The member directory: building it, what that costs the site, and keeping it fresh. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const { server } = await ground.demo();
  const root = { host: server.host, port: server.port, ...server.root };
  const sql = await rootConnection(root);
  ground.started.defer(() => sql.destroy());
  const admin = await signIn(ground);
  const work = ground.started.use(await startSiteWork({ root, members: ground.members }));

  const built = await measureBuild(ground, admin, sql, work);
  return [
    ...built,
    ...(await sizes(sql)),
    ...(await measureRefresh(ground, admin, sql)),
    ...(await measureChanges(ground, admin, sql)),
  ];
}

async function signIn(ground: Ground): Promise<SignedIn> {
  const { server, people } = await ground.demo();
  const person = people.find(({ role }) => role === 'admin');
  if (!person) throw new Error('The demo has no administrator.');
  const primary = { host: server.host, port: server.port, ...person, tls: 'off' as const, ca: null };
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome !== 'opened') throw new Error(`Signing in gave ${JSON.stringify(opening)}`);
  ground.started.defer(() => opening.signedIn.database.close());
  return opening.signedIn;
}

/**
 * From an empty directory, as on the first day, while the site works on; where it is laid in bulk, what is left of it to the
 * job, which has the more to do the more there is.
 */
async function measureBuild(
  ground: Ground,
  admin: SignedIn,
  sql: Connection,
  work: SiteWork,
): Promise<Figure[]> {
  await emptyDirectory(ground, admin, sql);
  const laid = await partRows(sql);
  const before = await takeAlone(ground, work);
  const { ms } = await timed(() => buildDirectory(admin));
  const beside = await work.take();
  const after = await takeAlone(ground, work);
  const alone: SiteTimes = {
    reads: [...before.reads, ...after.reads],
    updates: [...before.updates, ...after.updates],
  };
  const parts = since(laid, await partRows(sql));
  const sum = (column: keyof PartRow) => parts.reduce((total, part) => total + Number(part[column]), 0);
  const slower = (kind: keyof SiteTimes, of: (values: readonly number[]) => number) =>
    ratio(of(beside[kind]), of(alone[kind]));
  const speed = sum('built_rows') / (ms / 1000);
  const copied = await copySpeed(sql);
  return [
    figure(
      ground.leftToBuild ? 'building what was not laid' : 'building all',
      ms / 1000,
      's',
      aims[ground.members] ?? null,
    ),
    figure('rows of the site', sum('built_rows'), 'rows'),
    figure('speed', speed, 'rows/s'),
    ...partNames.map((part) => figure(`speed of ${part}`, partSpeed(parts, part), 'rows/s')),
    figure('the server copying its own directory', copied, 'members/s'),
    figure(
      'the server copying ÷ building, time of a member',
      ratio(copied, partSpeed(parts, 'members')),
      '×',
    ),
    figure('statements to the site', sum('statements'), 'statements'),
    figure('rows read from the site', sum('rows_read'), 'rows'),
    figure('time of the site’s reads', sum('seconds'), 's'),
    figure('time of the site’s reads ÷ building', ratio(sum('seconds'), ms / 1000), '×'),
    figure('a read of the site beside it ÷ alone, p50', slower('reads', p50), '×'),
    figure('a read of the site beside it ÷ alone, p95', slower('reads', p95), '×'),
    figure('an update of the site beside it ÷ alone, p50', slower('updates', p50), '×'),
    figure('an update of the site beside it ÷ alone, p95', slower('updates', p95), '×'),
  ];
}

async function takeAlone(ground: Ground, work: SiteWork): Promise<SiteTimes> {
  await work.take();
  await sleep(aloneMs, undefined, { signal: ground.signal });
  return work.take();
}

/** Nothing is built; where the directory is laid in bulk, nothing but that. */
async function emptyDirectory(ground: Ground, admin: SignedIn, sql: Connection): Promise<void> {
  const isLaid = ground.leftToBuild !== null;
  const isBuilt = (await partRows(sql)).some((it) => it.built_at !== null);
  if (isLaid && !isBuilt) return;
  for (const table of directoryTables) await sql.query(`TRUNCATE TABLE caretaker.${table}`);
  await rebuildDirectory(admin);
  if (isLaid) await ground.layDirectory(await ground.demo());
}

const counted = ['built_rows', 'built_seconds', 'statements', 'rows_read', 'seconds'] as const;
type PartRow = RowDataPacket & Record<(typeof counted)[number], number>;

async function partRows(sql: Connection): Promise<PartRow[]> {
  return (await rows(sql, 'SELECT * FROM caretaker.directory_part ORDER BY part')) as PartRow[];
}

/** What was counted after `before`, part by part. */
function since(before: readonly PartRow[], after: readonly PartRow[]): PartRow[] {
  return after.map((part, index) => {
    const counts = counted.map((it) => [it, Number(part[it]) - Number(before[index]?.[it] ?? 0)]);
    return { ...part, ...Object.fromEntries(counts) };
  });
}

function partSpeed(parts: readonly PartRow[], name: PartName): number {
  const part = parts.find((it) => it.part === name);
  return Number(part?.built_rows) / Math.max(Number(part?.built_seconds), 0.001);
}

/** Members a second that the server copies with all parts of their nicknames and all indexes: the baseline. */
async function copySpeed(sql: Connection): Promise<number> {
  const [count] = await rows(sql, 'SELECT COUNT(*) AS members FROM caretaker.member_directory');
  const [parts] = await rows(sql, 'SELECT COUNT(*) AS parts FROM caretaker.member_part');
  const members = Math.min(copiedRows, Number(count?.members));
  const each = Number(parts?.parts) / Number(count?.members);
  await sql.query('DROP DATABASE IF EXISTS bench_copy');
  await sql.query('CREATE DATABASE bench_copy');
  const copies = [
    { table: 'member_directory', limit: members },
    { table: 'member_part', limit: Math.round(members * each) },
  ];
  let total = 0;
  for (const { table, limit } of copies) {
    await sql.query(`CREATE TABLE bench_copy.${table} LIKE caretaker.${table}`);
    // A row there before: else a server may build its indexes by sorting, which no directory in use can.
    await sql.query(`INSERT INTO bench_copy.${table} SELECT * FROM caretaker.${table} LIMIT 1`);
    const copy = `INSERT IGNORE INTO bench_copy.${table} SELECT * FROM caretaker.${table} LIMIT ${limit}`;
    total += (await timed(() => sql.query(copy))).ms;
  }
  await sql.query('DROP DATABASE bench_copy');
  return members / (total / 1000);
}

async function sizes(sql: Connection): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const table of directoryTables) {
    await sql.query(`ANALYZE TABLE caretaker.${table}`);
    const [size] = await rows(
      sql,
      `SELECT DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.TABLES
       WHERE TABLE_SCHEMA = 'caretaker' AND TABLE_NAME = '${table}'`,
    );
    found.push(figure(`${table}, with its indexes`, Number(size?.bytes) / 1e6, 'MB'));
  }
  return found;
}

/** A run of the job when nothing has changed. */
async function measureRefresh(ground: Ground, admin: SignedIn, sql: Connection): Promise<Figure[]> {
  const cost = 'SELECT SUM(statements) AS statements, SUM(rows_read) AS n FROM caretaker.directory_part';
  const [before] = await rows(sql, cost);
  const times: number[] = [];
  for (let run = 0; run < refreshes; run += 1) {
    ground.signal.throwIfAborted();
    times.push((await timed(() => buildDirectory(admin))).ms);
  }
  const [after] = await rows(sql, cost);
  return [
    figure('refreshing when nothing is new, p50', p50(times), 'ms'),
    figure('refreshing, statements to the site', (after?.statements - before?.statements) / refreshes, ''),
    figure('refreshing, rows read from the site', (after?.n - before?.n) / refreshes, 'rows'),
  ];
}

/** From a change on the site until a running console has it in the directory. */
async function measureChanges(ground: Ground, admin: SignedIn, sql: Connection): Promise<Figure[]> {
  const runner = new JobRunner(admin, createLog({ level: 'silent' }));
  runner.start();
  const seconds: number[] = [];
  try {
    for (let change = 0; change < changes; change += 1) {
      await sleep(Math.random() * 8000, undefined, { signal: ground.signal });
      const id = 1 + Math.floor(Math.random() * ground.members);
      const place = `bench ${change} ${Date.now()}`;
      await sql.query(
        'UPDATE community_demo.users SET location = ?, updated_at = UTC_TIMESTAMP(6) WHERE id = ?',
        [place, id],
      );
      const began = performance.now();
      const isThere = async () => {
        const [row] = await rows(
          sql,
          `SELECT location FROM caretaker.member_directory WHERE member_id = ${id}`,
        );
        return row?.location === place;
      };
      while (!(await isThere())) await sleep(50, undefined, { signal: ground.signal });
      seconds.push((performance.now() - began) / 1000);
    }
  } finally {
    await runner.stop();
  }
  return [
    figure('from a change on the site to the directory, p50', p50(seconds), 's'),
    figure('from a change on the site to the directory, longest', Math.max(...seconds), 's', '< 30'),
  ];
}

async function rows(sql: Connection, statement: string): Promise<RowDataPacket[]> {
  const [found] = await sql.query<RowDataPacket[]>(statement);
  return found;
}
