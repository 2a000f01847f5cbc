import { Calendar, DAY, HOUR, MONTH, rhythm } from './calendar.ts';
import { rollShare } from './random.ts';

export interface Wish {
  members: number;
  seed: number;
  /** Nothing in the community is younger. */
  until: Date;
}

/** One burst of link posts by accounts made for it. */
export interface Wave {
  /** ms */
  start: number;
  end: number;
  /** Against the mean wave. */
  size: number;
}

/** How many rows each table gets, and the calendars their ids are laid out on. Made in a few milliseconds. */
export interface Plan extends Wish {
  /** ms; members have been joining since `opened`, all else is kept from `start` on. */
  opened: number;
  start: number;
  end: number;
  waves: Wave[];
  signUps: Calendar;
  posts: Calendar;
  reports: Calendar;
  /** For each hour of the calendar of the same name: wave number, or -1, and what share of its events is spam. */
  spam: Record<'signUps' | 'posts' | 'reports', { wave: Int16Array; share: Float32Array }>;
  rows: Counts;
}

export interface Counts {
  users: number;
  logins: number;
  statuses: number;
  photos: number;
  writings: number;
  comments: number;
  activities: number;
  groups: number;
  conversations: number;
  messages: number;
  reports: number;
  contactRequests: number;
}

/** Kept history in months, and how members and traffic multiplied over it. */
export const HISTORY_MONTHS = 45;
export const MEMBER_GROWTH = 15;
export const TRAFFIC_GROWTH = 20;
const FOUNDING_MONTHS = 30;

/** What 100 members leave in the stream: the block in which it is made, so that each post is in it exactly once. */
export const STREAM_BLOCK = { statuses: 80, photos: 60, writings: 10, comments: 120, others: 50 } as const;
export const STREAM_BLOCK_ROWS = Object.values(STREAM_BLOCK).reduce((sum, count) => sum + count, 0);
export const LOGINS_PER_MEMBER = 2.4;
const MESSAGES_PER_CONVERSATION = 8;

export function makePlan(wish: Wish): Plan {
  const end = wish.until.getTime();
  const historyHours = Math.round((HISTORY_MONTHS * MONTH) / HOUR);
  const foundingHours = Math.round((FOUNDING_MONTHS * MONTH) / HOUR);
  const start = end - historyHours * HOUR;
  const opened = start - foundingHours * HOUR;
  const waves = makeWaves(wish, start, end);
  const rows = countRows(wish.members);

  const joining = new Float64Array(foundingHours + historyHours);
  const posting = new Float64Array(historyHours);
  for (let h = 0; h < joining.length; h++) {
    const x = (h - foundingHours) / historyHours;
    const founding = (2 * (h / foundingHours) * historyHours) / foundingHours / Math.log(MEMBER_GROWTH);
    joining[h] = rhythm(opened + h * HOUR) * (x < 0 ? founding : MEMBER_GROWTH ** x);
    if (x >= 0) posting[h - foundingHours] = rhythm(opened + h * HOUR) * TRAFFIC_GROWTH ** x;
  }
  const accounts = Math.max(0.008, (5 * waves.length) / wish.members);
  const signUps = withSpam(joining, opened, waves, accounts, -2 * HOUR);
  const posts = withSpam(posting, start, waves, 0.03, 0);
  const reports = withSpam(posting, start, waves, 0.3, HOUR);
  return {
    ...wish,
    opened,
    start,
    end,
    waves,
    rows,
    signUps: signUps.calendar,
    posts: posts.calendar,
    reports: reports.calendar,
    spam: { signUps: signUps.spam, posts: posts.spam, reports: reports.spam },
  };
}

function countRows(members: number): Counts {
  const blocks = Math.max(1, Math.round(members / 100));
  const conversations = Math.max(10, Math.round(members * 0.12));
  return {
    users: members,
    logins: Math.ceil(members * LOGINS_PER_MEMBER),
    statuses: blocks * STREAM_BLOCK.statuses,
    photos: blocks * STREAM_BLOCK.photos,
    writings: blocks * STREAM_BLOCK.writings,
    comments: blocks * STREAM_BLOCK.comments,
    activities: blocks * STREAM_BLOCK_ROWS,
    groups: Math.max(12, Math.round(members / 400)),
    conversations,
    messages: conversations * MESSAGES_PER_CONVERSATION,
    reports: Math.max(40, Math.round(members * 0.12)),
    contactRequests: Math.max(150, Math.round(members * 0.02)),
  };
}

/** About every three weeks in a place of some size; the sizes differ by a factor of ten. */
function makeWaves(wish: Wish, start: number, end: number): Wave[] {
  const count = Math.min(Math.max(Math.round(wish.members / 1000), 2), 64);
  return Array.from({ length: count }, (_, i) => {
    const within = 0.15 + 0.7 * rollShare(wish.seed, 901, i);
    const at = start + ((i + within) / count) * (end - start - 2 * DAY);
    const hours = 3 + Math.floor(6 * rollShare(wish.seed, 902, i));
    return { start: at, end: at + hours * HOUR, size: 0.3 * 10 ** rollShare(wish.seed, 903, i) };
  });
}

/** Adds the waves to the ordinary weight of each hour, so that they hold `share` of all events. */
function withSpam(ordinary: Float64Array, start: number, waves: Wave[], share: number, lag: number) {
  const weights = Float64Array.from(ordinary);
  const spam = { wave: new Int16Array(weights.length).fill(-1), share: new Float32Array(weights.length) };
  const total = (ordinary.reduce((sum, weight) => sum + weight, 0) * share) / (1 - share);
  const sizes = waves.reduce((sum, wave) => sum + wave.size, 0);
  for (const [number, wave] of waves.entries()) {
    const first = Math.floor((wave.start + lag - start) / HOUR);
    const hours = Math.round((wave.end - wave.start) / HOUR);
    const added = (total * wave.size) / sizes / hours;
    for (let h = first; h < first + hours; h++) {
      weights[h] = (ordinary[h] ?? 0) + added;
      spam.wave[h] = number;
      spam.share[h] = added / (weights[h] ?? 1);
    }
  }
  return { calendar: new Calendar(start, weights), spam };
}
