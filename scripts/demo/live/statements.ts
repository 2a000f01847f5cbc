import type { Random } from '../world/random.ts';

/** What values are made from. */
export interface Scale {
  readonly members: number;
  /** Rows of the stream, about: the newest are looked at most. */
  readonly statuses: number;
  readonly conversations: number;
}

export type Value = string | number;

/** One kind of statement that the demo's site runs. */
export interface SiteStatement {
  readonly name: string;
  readonly sql: string;
  /** Out of all: how often it comes. */
  readonly weight: number;
  /** What it takes about, in ms, and the rows it looks at and gives: for the history that is made of it. */
  readonly usual: {
    readonly ms: number;
    readonly examined: number;
    readonly sent: number;
    readonly affected?: number;
    readonly tmp?: number;
    readonly tmpDisk?: number;
    readonly noIndex?: boolean;
  };
  values(random: Random, scale: Scale): Value[];
}

/** Few of all are there at any time, and look at each other. */
const someone = (random: Random, { members }: Scale) => 1 + Math.floor(members * random.share() ** 2);
const PAGES = ['stream', 'profile', 'messages', 'groups', 'photos', 'search'] as const;
const COUNTED_PAGES = 200;

/** The everyday of a community's site, by how often: by a key, a range, a join, writes, and now and then too much. */
export const siteStatements: readonly SiteStatement[] = [
  {
    name: 'member by id',
    sql: 'SELECT id, nickname, status, location, avatar_url, bio FROM users WHERE id = ?',
    weight: 30,
    usual: { ms: 0.16, examined: 1, sent: 1 },
    values: (random, scale) => [someone(random, scale)],
  },
  {
    name: 'member by nickname',
    sql: 'SELECT id, encrypted_password, status FROM users WHERE nickname = ?',
    weight: 4,
    usual: { ms: 0.18, examined: 1, sent: 1 },
    values: (random) => [`member${random.below(100_000)}`],
  },
  {
    name: 'stream of one',
    sql: 'SELECT id, verb, trackable_type, trackable_id, created_at FROM activities WHERE user_id = ? ORDER BY created_at DESC LIMIT 20',
    weight: 12,
    usual: { ms: 0.4, examined: 9, sent: 9 },
    values: (random, scale) => [someone(random, scale)],
  },
  {
    name: 'stream of all',
    sql: 'SELECT a.id, a.verb, a.created_at, u.nickname, u.avatar_url FROM activities a JOIN users u ON u.id = a.user_id ORDER BY a.id DESC LIMIT 30',
    weight: 8,
    usual: { ms: 0.9, examined: 60, sent: 30 },
    values: () => [],
  },
  {
    name: 'comments with authors',
    sql: 'SELECT c.id, c.body, c.created_at, u.nickname FROM comments c JOIN users u ON u.id = c.user_id WHERE c.commentable_type = ? AND c.commentable_id = ? ORDER BY c.created_at LIMIT 50',
    weight: 12,
    usual: { ms: 0.5, examined: 8, sent: 4 },
    values: (random, { statuses }) => ['Status', 1 + random.below(statuses)],
  },
  {
    name: 'conversation',
    sql: 'SELECT m.id, m.user_id, m.body, m.created_at FROM messages m WHERE m.conversation_id = ? ORDER BY m.id DESC LIMIT 40',
    weight: 9,
    usual: { ms: 0.35, examined: 8, sent: 8 },
    values: (random, { conversations }) => [1 + random.below(conversations)],
  },
  {
    name: 'members of a place',
    sql: 'SELECT id, nickname, location FROM users WHERE id BETWEEN ? AND ? AND location = ? LIMIT 20',
    weight: 1,
    usual: { ms: 2.4, examined: 1500, sent: 3 },
    values: (random, scale) => {
      const from = someone(random, scale);
      return [from, from + 1500, 'Berlin'];
    },
  },
  {
    name: 'presence',
    sql: 'INSERT INTO presences (user_id, page, seen_at) VALUES (?, ?, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE page = VALUES(page), seen_at = VALUES(seen_at)',
    weight: 11,
    usual: { ms: 0.5, examined: 0, sent: 0, affected: 1 },
    values: (random, scale) => [1 + (someone(random, scale) % 3000), random.pick(PAGES)],
  },
  {
    name: 'who is there',
    sql: 'SELECT p.user_id, p.page, u.nickname FROM presences p JOIN users u ON u.id = p.user_id WHERE p.seen_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY p.seen_at DESC LIMIT 25',
    weight: 5,
    usual: { ms: 0.7, examined: 50, sent: 25 },
    values: () => [300],
  },
  {
    name: 'counter',
    sql: 'INSERT INTO page_counters (page_id, views, updated_at) VALUES (?, 1, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE views = views + 1, updated_at = UTC_TIMESTAMP(6)',
    weight: 5,
    usual: { ms: 0.6, examined: 0, sent: 0, affected: 1 },
    values: (random) => [10 + random.below(COUNTED_PAGES)],
  },
  {
    name: 'notification',
    sql: 'INSERT INTO notifications (user_id, kind, created_at) VALUES (?, ?, UTC_TIMESTAMP(6))',
    weight: 1,
    usual: { ms: 0.45, examined: 0, sent: 0, affected: 1 },
    values: (random, scale) => [someone(random, scale), random.pick(['comment', 'message', 'follow'])],
  },
  {
    name: 'old notifications',
    sql: 'DELETE FROM notifications WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY ORDER BY id LIMIT 50',
    weight: 0.3,
    usual: { ms: 1.5, examined: 60, sent: 0, affected: 20 },
    values: () => [2],
  },
  {
    name: 'questions by text',
    sql: 'SELECT body, COUNT(*) AS times FROM contact_requests GROUP BY body ORDER BY times DESC LIMIT ?',
    weight: 0.15,
    usual: { ms: 14, examined: 1000, sent: 10, tmp: 1, tmpDisk: 1, noIndex: true },
    values: () => [10],
  },
];

/** The two rows that everything else counts into as well: where waits and deadlocks come from. */
export const HOT_PAGES = [1, 2] as const;

/** By weight. */
export function pickStatement(random: Random): SiteStatement {
  let left = random.share() * totalWeight;
  for (const statement of siteStatements) {
    left -= statement.weight;
    if (left < 0) return statement;
  }
  return siteStatements[0] as SiteStatement;
}

const totalWeight = siteStatements.reduce((sum, { weight }) => sum + weight, 0);

export function scaleOf(members: number): Scale {
  return {
    members,
    statuses: Math.max(80, Math.round(members * 0.8)),
    conversations: Math.max(10, Math.round(members * 0.12)),
  };
}
