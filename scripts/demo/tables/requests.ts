import { DAY, HOUR } from '../world/calendar.ts';
import { type Ring, troubleOf } from '../world/population.ts';
import type { Written } from '../world/posts.ts';
import { Random, roll, rollShare } from '../world/random.ts';
import { FIRST_NAMES, LAST_NAMES, MAIL_DOMAINS } from '../world/words.ts';
import type { World } from '../world/world.ts';
import { NULL, sqlTime, type Table } from './table.ts';
import { conversationOf } from './talk.ts';

interface Report {
  type: 'User' | 'Status' | 'Photo' | 'Writing' | 'Comment' | 'Conversation';
  id: number;
  author: number;
  reporter: number;
  reasons: readonly string[];
}

const ANY = [
  'harassment',
  'harassment',
  'hate speech',
  'nudity',
  'spam',
  'underage',
  'self-harm',
  'impersonation',
  'other',
];
const TALK = ['harassment', 'spam', 'underage'];
const TYPES = { statuses: 'Status', photos: 'Photo', writings: 'Writing', comments: 'Comment' } as const;

/**
 * A wave is reported an hour after it began; rings report whom they quarrel with; a few people report everything; and what
 * offends one offends others.
 */
export function reports(world: World): Table {
  const { plan, population } = world;
  const random = new Random(plan.seed);
  const draw = makeReports(world, random);

  const momentOf = (id: number): number => plan.reports.at((id - 1 + random.share()) / plan.rows.reports);
  /** What the report of this number is about, were it the first of it. */
  const ownOf = (id: number): { at: number; report: Report } => {
    random.of(180, id);
    const at = momentOf(id);
    // Evenly spread over the kinds of report, so that even a small community has some of each.
    return { at, report: draw(at, (id * 0.6180339887 + rollShare(plan.seed, 185, 0)) % 1) };
  };
  /** Of a conversation only those who were in it know. */
  const repeated = (id: number): Report | undefined => {
    const earlier = earlierOf(plan.seed, id);
    const { report } = earlier === null ? { report: undefined } : ownOf(earlier);
    return report?.type === 'Conversation' ? undefined : report;
  };

  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const again = repeated(id);
    const { at, report: own } = ownOf(id);
    const report = again ? { ...again, reporter: population.someone(random, at) } : own;
    // Nobody reports themselves; a founder does it for them.
    const reporter = report.reporter === report.author ? 1 + (report.author % 3) : report.reporter;
    const [reason, note] = world.texts.report(random, report.reasons);
    lines.push(
      [id, reporter, report.type, report.id, report.author, reason, note || NULL, sqlTime(at)].join('\t'),
    );
  };
  return {
    name: 'reports',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      reporter_id BIGINT UNSIGNED NOT NULL,
      reportable_type VARCHAR(20) NOT NULL,
      reportable_id BIGINT UNSIGNED NOT NULL,
      reported_user_id BIGINT UNSIGNED NOT NULL,
      reason VARCHAR(40) NOT NULL,
      note TEXT NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: {
      index_reports_on_reported_user_id:
        'INDEX index_reports_on_reported_user_id (reported_user_id, created_at)',
      index_reports_on_reporter_id: 'INDEX index_reports_on_reporter_id (reporter_id, created_at)',
    },
    columns: [
      'id',
      'reporter_id',
      'reportable_type',
      'reportable_id',
      'reported_user_id',
      'reason',
      'note',
      'created_at',
    ],
    units: plan.rows.reports,
    rowsPerUnit: 1,
    write,
  };
}

/** Of so many reports one is about what many take offence at. */
const CROWD = 60;

/** The number of the report whose subject this one repeats; null where it is about something of its own. */
function earlierOf(seed: number, id: number): number | null {
  const luck = rollShare(seed, 186, id);
  const crowd = id - (id % CROWD);
  if (luck < 0.15) return id % CROWD > 5 && crowd > 0 ? crowd + (roll(seed, 187, crowd) % 5) : null;
  return luck < 0.3 && id > 8 ? id - 1 - (roll(seed, 188, id) % 7) : null;
}

function makeReports(world: World, random: Random): (at: number, luck: number) => Report {
  const { plan, population, posts } = world;

  const content = (table: keyof typeof TYPES, at: number): Report => {
    // Of a few recent posts, the one whose author gets into most trouble: few members earn most reports.
    let worst: { id: number; author: number } | undefined;
    let trouble = -1;
    for (let i = 0; i < 6; i++) {
      const id = posts.before(table, at, random);
      const { author } = posts.of(table, id);
      const his = troubleOf(plan, author);
      if (his > trouble) {
        trouble = his;
        worst = { id, author };
      }
    }
    const { id, author } = worst ?? { id: 1, author: 1 };
    return { type: TYPES[table], id, author, reporter: population.someone(random, at), reasons: ANY };
  };

  const member = (id: number, reporter: number, reasons: readonly string[]): Report => ({
    type: 'User',
    id,
    author: id,
    reporter,
    reasons,
  });

  const anyContent = (at: number): Report => {
    const luck = random.share();
    return content(
      luck < 0.5 ? 'comments' : luck < 0.76 ? 'statuses' : luck < 0.96 ? 'photos' : 'writings',
      at,
    );
  };

  const spam = (at: number): Report | undefined => {
    const table: Written & keyof typeof TYPES = random.chance(0.6) ? 'comments' : 'statuses';
    const newest = Math.floor(plan.posts.share(at) * plan.rows[table]);
    for (let i = 0; i < 40; i++) {
      const id = newest - Math.floor(random.wait(plan.rows[table] / 2000 + 4));
      if (id < 1) continue;
      const { author, wave } = posts.of(table, id);
      if (wave >= 0)
        return {
          type: TYPES[table],
          id,
          author,
          reporter: population.someone(random, at),
          reasons: ['spam'],
        };
    }
    return undefined;
  };

  /** On any one day it is one ring that is at it: its puppets report the same member, together. */
  const brigade = (at: number): Report | undefined => {
    const ring: Ring | undefined =
      population.rings[roll(plan.seed, 182, Math.floor(at / DAY)) % population.rings.length];
    const there = ring?.puppets.filter((id) => population.isThere(id, at));
    if (!ring || !there || there.length === 0) return undefined;
    if (population.isThere(ring.model, at) && random.chance(0.3))
      return member(random.pick(there), ring.model, ['impersonation']);
    const enemy = 1 + (roll(plan.seed, 183, ring.model) % population.idAt(at));
    return member(enemy, random.pick(there), ['harassment', 'underage']);
  };

  const complaint = (at: number): Report | undefined => {
    if (population.complainers.length === 0) return undefined;
    const reporter = random.pick(population.complainers);
    if (!population.isThere(reporter, at)) return undefined;
    const enemy = 1 + (roll(plan.seed, 184, reporter * 2 + random.below(2)) % population.idAt(plan.start));
    if (random.chance(0.35)) return member(enemy, reporter, ['other', 'harassment', 'spam']);
    return { ...anyContent(at), reporter, reasons: ['other', 'other', 'hate speech', 'harassment'] };
  };

  const conversation = (at: number): Report | undefined => {
    const draw = new Random(plan.seed);
    for (let i = 0; i < 8; i++) {
      const id = posts.before('conversations', at, random);
      const { author, recipient } = conversationOf(world, id, draw);
      if (population.isThere(recipient, at))
        return { type: 'Conversation', id, author, reporter: recipient, reasons: TALK };
    }
    return undefined;
  };

  return (at, luck) => {
    const hour = plan.reports.hourOf(at);
    if (random.chance(plan.spam.reports.share[hour] ?? 0)) {
      const found = spam(at);
      if (found) return found;
    }
    if (luck < 0.15) return complaint(at) ?? anyContent(at);
    if (luck < 0.24) return brigade(at) ?? anyContent(at);
    if (luck < 0.34) return conversation(at) ?? anyContent(at);
    if (luck < 0.4) return member(population.someone(random, at), population.someone(random, at), ANY);
    return anyContent(at);
  };
}

/** As many came in during the last days at the least, also in a small community: a desk has enough to do. */
const LATELY = { days: 12, atLeast: 120 };

/** What comes in through the contact form; a third of the senders is not signed in. */
export function contactRequests(world: World): Table {
  const { plan, population } = world;
  const random = new Random(plan.seed);
  const count = plan.rows.contactRequests;
  const before = plan.posts.share(plan.end - LATELY.days * DAY);
  const lately = Math.max(LATELY.atLeast, Math.round((1 - before) * count));
  const momentOf = (place: number): number => {
    const earlier = count - lately;
    const share =
      place < earlier ? (place / earlier) * before : before + ((place - earlier) / lately) * (1 - before);
    return plan.posts.at(share);
  };
  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    random.of(190, id);
    const at = momentOf(unit + random.share());
    const known = random.chance(0.67);
    const first = random.pick(FIRST_NAMES);
    const last = random.pick(LAST_NAMES);
    const local = `${first}.${last}`
      .normalize('NFD')
      .replace(/[^A-Za-z.]/g, '')
      .toLowerCase();
    const sender = known ? population.someone(random, at) : null;
    const [subject, body] = world.texts.request(random);
    const answered = at < plan.end - DAY ? Math.min(at + random.wait(20 * HOUR), plan.end) : null;
    lines.push(
      [
        id,
        sender ?? NULL,
        `${first} ${last}`,
        `${local}${random.below(99)}@${random.pick(MAIL_DOMAINS)}`,
        subject,
        body,
        answered === null ? NULL : sqlTime(Math.floor(answered)),
        sqlTime(at),
      ].join('\t'),
    );
  };
  return {
    name: 'contact_requests',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NULL,
      name VARCHAR(120) NOT NULL,
      email VARCHAR(190) NOT NULL,
      subject VARCHAR(200) NOT NULL,
      body TEXT NOT NULL,
      in_reply_to CHAR(36) CHARACTER SET ascii NULL,
      rating TINYINT UNSIGNED NULL,
      answered_at DATETIME(6) NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: { index_contact_requests_on_user_id: 'INDEX index_contact_requests_on_user_id (user_id)' },
    columns: ['id', 'user_id', 'name', 'email', 'subject', 'body', 'answered_at', 'created_at'],
    units: count,
    rowsPerUnit: 1,
    write,
  };
}
