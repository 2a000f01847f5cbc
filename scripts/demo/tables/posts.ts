import { DAY, HOUR } from '../world/calendar.ts';
import { type Counts, STREAM_BLOCK, STREAM_BLOCK_ROWS } from '../world/plan.ts';
import type { Post, Written } from '../world/posts.ts';
import { Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { NULL, sqlTime, sqlTimeOrNull, type Table } from './table.ts';

const TIMES = ['hidden_at', 'created_at', 'updated_at'];
const TIME_COLUMNS = `
      hidden_at DATETIME(6) NULL,
      created_at DATETIME(6) NOT NULL,
      updated_at DATETIME(6) NOT NULL`;

interface Shape {
  name: Written;
  /** The columns of its own, their names and their fields. */
  own: string;
  columns: string[];
  /** Beside the one by author. */
  indexes?: Record<string, string>;
  fields(id: number, post: Post, random: Random): string;
}

export function statuses(world: World): Table {
  return posts(world, {
    name: 'statuses',
    own: 'body TEXT NOT NULL',
    columns: ['body'],
    fields: (_, post, random) => (post.wave < 0 ? world.texts.remark(random) : world.texts.spam(random)),
  });
}

export function photos(world: World): Table {
  return posts(world, {
    name: 'photos',
    own: 'caption TEXT NULL, image_url VARCHAR(255) NOT NULL',
    columns: ['caption', 'image_url'],
    fields: (id, post, random) => {
      const caption = random.chance(0.3) ? NULL : world.texts.remark(random);
      return `${post.wave < 0 ? caption : world.texts.spam(random)}\thttps://media.community.example/photos/${id}.jpg`;
    },
  });
}

export function writings(world: World): Table {
  return posts(world, {
    name: 'writings',
    own: 'title VARCHAR(200) NOT NULL, body MEDIUMTEXT NOT NULL, group_id BIGINT UNSIGNED NULL',
    columns: ['title', 'body', 'group_id'],
    indexes: {
      index_writings_on_group_id: 'INDEX index_writings_on_group_id (group_id, created_at)',
    },
    fields: (_, post, random) => {
      const body = post.wave < 0 ? world.texts.writing(random) : world.texts.spam(random);
      const group = random.chance(0.3) ? String(1 + random.below(world.plan.rows.groups)) : NULL;
      return `${world.texts.title(random)}\t${body}\t${group}`;
    },
  });
}

const MODEL = { statuses: 'Status', photos: 'Photo', writings: 'Writing' } as const;

export function comments(world: World): Table {
  return posts(world, {
    name: 'comments',
    own: 'commentable_type VARCHAR(20) NOT NULL, commentable_id BIGINT UNSIGNED NOT NULL, body TEXT NOT NULL',
    columns: ['commentable_type', 'commentable_id', 'body'],
    indexes: {
      index_comments_on_commentable:
        'INDEX index_comments_on_commentable (commentable_type, commentable_id, created_at)',
    },
    fields: (id, post, random) => {
      const parent = world.posts.parent(id);
      const body = post.wave < 0 ? world.texts.reply(random) : world.texts.spam(random);
      return `${MODEL[parent.table]}\t${parent.id}\t${body}`;
    },
  });
}

function posts(world: World, shape: Shape): Table {
  const { plan } = world;
  const random = new Random(plan.seed);
  const salt = 150 + Object.keys(STREAM_BLOCK).indexOf(shape.name);

  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const post = world.posts.of(shape.name, id);
    random.of(salt, id);
    const fields = shape.fields(id, post, random);
    const hides = post.wave >= 0 ? 0.8 : 0.006;
    const edits = post.wave >= 0 ? 0 : 0.05;
    const hidden = random.chance(hides) ? within(post.at + random.wait(9 * HOUR)) : null;
    const edited = random.chance(edits) ? within(post.at + random.wait(DAY)) : post.at;
    const times = `${sqlTimeOrNull(hidden)}\t${sqlTime(post.at)}\t${sqlTime(edited)}`;
    lines.push(`${id}\t${post.author}\t${fields}\t${times}`);
  };
  const within = (time: number): number => Math.floor(Math.min(time, plan.end));

  return {
    name: shape.name,
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      ${shape.own},${TIME_COLUMNS}`,
    indexes: {
      [`index_${shape.name}_on_user_id`]: `INDEX index_${shape.name}_on_user_id (user_id, created_at)`,
      ...shape.indexes,
    },
    columns: ['id', 'user_id', ...shape.columns, ...TIMES],
    units: plan.rows[shape.name],
    rowsPerUnit: 1,
    write,
  };
}

type Entry = { at: number; actor: number; verb: string; type: string; id: number };

/** The stream: each post and comment once, and between them who loved what, who follows whom, who joined where. */
export function activities(world: World): Table {
  const { plan } = world;
  const blocks = plan.rows.statuses / STREAM_BLOCK.statuses;
  const random = new Random(plan.seed);

  const write = (block: number, lines: string[]): void => {
    const entries: Entry[] = [];
    for (const [table, verb, type] of WRITTEN)
      for (let i = 1; i <= STREAM_BLOCK[table]; i++) {
        const id = block * STREAM_BLOCK[table] + i;
        const post = world.posts.of(table, id);
        entries.push({ at: post.at, actor: post.author, verb, type, id });
      }
    for (let i = 0; i < STREAM_BLOCK.others; i++)
      entries.push(between(block * STREAM_BLOCK.others + i, blocks));
    entries.sort((a, b) => a.at - b.at || a.id - b.id || a.type.localeCompare(b.type));
    for (const [i, entry] of entries.entries()) {
      const id = block * STREAM_BLOCK_ROWS + i + 1;
      lines.push(`${id}\t${entry.actor}\t${entry.verb}\t${entry.type}\t${entry.id}\t${sqlTime(entry.at)}`);
    }
  };

  const between = (number: number, of: number): Entry => {
    random.of(160, number);
    const at = plan.posts.at((number + random.share()) / (of * STREAM_BLOCK.others));
    const actor = world.population.someone(random, at);
    const luck = random.share();
    const other = world.population.someone(random, at);
    if (luck < 0.2 && other !== actor) return { at, actor, verb: 'followed', type: 'User', id: other };
    if (luck < 0.25)
      return { at, actor, verb: 'joined', type: 'Group', id: 1 + random.below(plan.rows.groups) };
    const table = luck < 0.65 ? 'photos' : luck < 0.9 ? 'statuses' : 'writings';
    return { at, actor, verb: 'loved', type: MODEL[table], id: world.posts.before(table, at, random) };
  };

  return {
    name: 'activities',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      verb VARCHAR(20) NOT NULL,
      trackable_type VARCHAR(20) NOT NULL,
      trackable_id BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: { index_activities_on_user_id: 'INDEX index_activities_on_user_id (user_id, created_at)' },
    columns: ['id', 'user_id', 'verb', 'trackable_type', 'trackable_id', 'created_at'],
    units: blocks,
    rowsPerUnit: STREAM_BLOCK_ROWS,
    write,
  };
}

const WRITTEN = [
  ['statuses', 'posted', 'Status'],
  ['photos', 'posted', 'Photo'],
  ['writings', 'posted', 'Writing'],
  ['comments', 'commented', 'Comment'],
] as const satisfies [Written & keyof Counts & keyof typeof STREAM_BLOCK, string, string][];
