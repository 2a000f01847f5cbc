import type { Plan } from './plan.ts';
import type { Population } from './population.ts';
import { Random } from './random.ts';

/** Salts, one for each table whose rows somebody wrote: they keep the tables' random numbers apart. */
const SALT = { statuses: 1, photos: 2, writings: 3, comments: 4, conversations: 5 } as const;
export type Written = keyof typeof SALT;
export type Commentable = 'statuses' | 'photos' | 'writings';

export interface Post {
  /** ms */
  at: number;
  author: number;
  /** The wave it belongs to, or -1. */
  wave: number;
}

/** Who wrote the row of that id, and when: what the table itself, the stream and the reports all agree on. */
export interface Posts {
  of(table: Written, id: number): Post;
  /** A row of `table` written before `time` (ms), mostly shortly before; some are hit far more often than others. */
  before(table: Written, time: number, random: Random): number;
  parent(comment: number): { table: Commentable; id: number };
}

export function makePosts(plan: Plan, population: Population): Posts {
  const random = new Random(plan.seed);
  const { posts: calendar, rows } = plan;
  const { wave: waveOf, share: spamShare } = plan.spam.posts;

  const of = (table: Written, id: number): Post => {
    random.of(SALT[table], id);
    // The very first is there from the start, so that whatever refers to an earlier row finds one.
    const within = id === 1 ? 0 : random.share();
    const at = calendar.at((id - 1 + within) / rows[table]);
    const hour = calendar.hourOf(at);
    const wave = waveOf[hour] ?? -1;
    if (wave >= 0 && random.chance(spamShare[hour] ?? 0)) {
      const author = spammer(wave, at);
      if (author) return { at, author, wave };
    }
    return { at, author: population.someone(random, at), wave: -1 };
  };

  const spammer = (wave: number, at: number): number | undefined => {
    const accounts = population.waveAccounts[wave] ?? [];
    for (let attempt = 0; attempt < 6 && accounts.length > 0; attempt++) {
      const id = random.pick(accounts);
      if (population.isThere(id, at)) return id;
    }
    return undefined;
  };

  const before = (table: Written, time: number, draw: Random): number => {
    const newest = Math.floor(calendar.share(time) * rows[table]);
    const back = Math.floor(newest * Math.min(draw.wait(0.004), 0.5) + draw.wait(6));
    // Rounding down to multiples of ever higher powers of two makes a few rows far more popular than the rest.
    const popular = 2 ** Math.min(Math.floor(draw.wait(1.6)), 12);
    const id = newest - back;
    return Math.max(id - (id % popular), 1);
  };

  const parent = (comment: number): { table: Commentable; id: number } => {
    random.of(6, comment);
    const luck = random.share();
    const table = luck < 0.42 ? 'statuses' : luck < 0.9 ? 'photos' : 'writings';
    // The comment's own place on the calendar lies between these two, so the parent is always the older.
    const earliest = calendar.at((comment - 1) / rows.comments);
    return { table, id: before(table, earliest, random) };
  };

  return { of, before, parent };
}
