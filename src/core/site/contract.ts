import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../contract/roles.ts';
import { failureOf, isDriverError } from '../database/errors.ts';
import { siteGrants } from '../database/grants.ts';

/** The version of the site contract that this console speaks; `capability` names the site's. */
const contractVersion = '1';

const contentColumns =
  'kind, id, author_id, context_kind, context_id, title, body, media_url, created_at, edited_at, visible';

/** Every view of the contract and its columns. Connecting a site means writing these over its own tables. */
const siteViews: Readonly<Record<string, string>> = {
  capability: 'name, value',
  member:
    'id, nickname, email, status, muted_until, suspended_until, banned_at, created_at, last_active_at, location, avatar_url, updated_at',
  member_login: 'id, member_id, at, ip, device, device_id, user_agent',
  member_action: 'id, at, subject_kind, subject_id, action, reason, until, actor',
  member_rename: 'id, member_id, at, old_nickname, new_nickname, actor',
  activity: 'id, at, actor_id, verb, object_kind, object_id',
  report: 'id, at, reporter_id, subject_kind, subject_id, subject_author_id, reason, note',
  support_request: 'id, at, member_id, name, email, subject, body, in_reply_to, rating',
  traffic_hour: 'hour, service, requests, pageviews, errors, ms_p50, ms_p95, ms_p99',
  growth_day: 'day, sign_ups, active, deleted, messages',
  deploy: 'at, label',
};

/** What a site says of itself, as far as the signed-in role may use it. */
export interface Site {
  readonly name: string;
  readonly contentKinds: readonly string[];
  readonly procedures: readonly string[];
  /** Origins of members’ pictures and films, each with where its bytes are fetched: there, but for the demo’s. */
  readonly mediaOrigins: ReadonlyMap<string, string>;
}

export type SiteProbe =
  | { readonly outcome: 'complete'; readonly site: Site }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'incomplete'; readonly problems: readonly string[] };

/**
 * Asks each view that `role` needs for its columns and no rows: a view that is missing, lacks a column or stands
 * on a table that is gone answers with an error of its own.
 */
export async function probeSite(connection: Connection, role: Role): Promise<SiteProbe> {
  const capabilities = await readCapabilities(connection);
  if (capabilities === null) return { outcome: 'missing' };

  const problems: string[] = [];
  const version = capabilities.find((it) => it.name === 'contract')?.value;
  if (version !== contractVersion) {
    problems.push(`it speaks contract ${version ?? 'of no version'}, this console speaks ${contractVersion}`);
  }
  const media = valuesOf(capabilities, 'media').map((value) => ({ value, origin: mediaOrigin(value) }));
  for (const { value, origin } of media) {
    if (origin === null) problems.push(`it names “${value}” for media, which is no origin with https`);
  }
  const contentKinds = valuesOf(capabilities, 'content').filter((kind) => /^[a-z0-9_]{1,40}$/.test(kind));
  const views = Object.entries(siteViews).filter(([name]) => siteGrants[name]?.[role] !== undefined);
  const contentViews = contentKinds
    .filter(() => siteGrants['content_*']?.[role] !== undefined)
    .map((kind) => [`content_${kind}`, contentColumns] as const);
  for (const [name, columns] of [...views, ...contentViews]) {
    const problem = await problemOf(connection, name, columns);
    if (problem !== null) problems.push(problem);
  }
  if (problems.length > 0) return { outcome: 'incomplete', problems };
  return {
    outcome: 'complete',
    site: {
      name: valuesOf(capabilities, 'site')[0] ?? 'Community',
      contentKinds,
      procedures: valuesOf(capabilities, 'procedure'),
      mediaOrigins: new Map(media.flatMap(({ origin }) => (origin === null ? [] : [[origin, origin]]))),
    },
  };
}

async function readCapabilities(connection: Connection): Promise<{ name: string; value: string }[] | null> {
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT name, value FROM caretaker_site.capability LIMIT 500',
    );
    return rows.map((row) => ({ name: String(row.name), value: String(row.value) }));
  } catch (error) {
    // 1049: no such schema; 1146: no such view; 1142: to those without grants both look the same.
    if (isDriverError(error) && [1049, 1142, 1146].includes(error.errno ?? 0)) return null;
    throw error;
  }
}

async function problemOf(connection: Connection, view: string, columns: string): Promise<string | null> {
  try {
    await connection.query(`SELECT ${columns} FROM caretaker_site.${view} WHERE 1 = 0`);
    return null;
  } catch (error) {
    if (failureOf(error) === 'denied') return `${view} is missing, or your role may not read it`;
    if (!isDriverError(error)) throw error;
    if (error.errno === 1146) return `${view} is missing`;
    if (error.errno === 1054) return `${view} lacks the column ${/'([^']+)'/.exec(error.message)?.[1] ?? ''}`;
    if (error.errno === 1356) return `${view} stands on a table or column that is gone`;
    throw error;
  }
}

/** `https://media.example` alone, or a server of this machine; null for anything else. */
function mediaOrigin(value: string): string | null {
  if (!URL.canParse(value)) return null;
  const { protocol, hostname, origin } = new URL(value);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
  return isSafe && value.replace(/\/$/, '').toLowerCase() === origin ? origin : null;
}

function valuesOf(capabilities: readonly { name: string; value: string }[], name: string): string[] {
  return capabilities.filter((it) => it.name === name).map((it) => it.value);
}
