import { DAY, HOUR } from '../world/calendar.ts';
import type { Post } from '../world/posts.ts';
import { Random } from '../world/random.ts';
import { escaped } from '../world/texts.ts';
import { NOUNS, TOWNS } from '../world/words.ts';
import type { World } from '../world/world.ts';
import { sqlTime, type Table } from './table.ts';

export function groups(world: World): Table {
  const { plan, population } = world;
  const random = new Random(plan.seed);
  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const at = groupFounded(world, id);
    random.of(170, id);
    const owner = population.someone(random, at);
    const noun = random.pick(NOUNS);
    const name = random.chance(0.4) ? `${random.pick(TOWNS)} ${noun}s` : `The ${noun} people`;
    lines.push(
      [
        id,
        escaped(name),
        'A place for everyone who likes it. Be kind, stay on topic.',
        owner,
        sqlTime(at),
        sqlTime(at),
      ].join('\t'),
    );
  };
  return {
    name: 'groups',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(120) NOT NULL,
      description TEXT NOT NULL,
      owner_id BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(6) NOT NULL,
      updated_at DATETIME(6) NOT NULL`,
    indexes: {},
    columns: ['id', 'name', 'description', 'owner_id', 'created_at', 'updated_at'],
    units: plan.rows.groups,
    rowsPerUnit: 1,
    write,
  };
}

function groupFounded({ plan }: World, id: number): number {
  return plan.signUps.at((0.9 * id) / plan.rows.groups);
}

/** Few groups have most of the members, few members are in many groups. */
export function groupMemberships(world: World): Table {
  const { plan, population } = world;
  const random = new Random(plan.seed);
  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    random.of(171, id);
    const joined = population.joined[id] ?? 0;
    const left = population.left[id] ?? 0;
    const wanted = Math.min(Math.floor(random.wait(1.2)), 12);
    const chosen = new Set<number>();
    for (let i = 0; i < wanted; i++) chosen.add(1 + Math.floor(plan.rows.groups * random.share() ** 2.5));
    for (const group of [...chosen].sort((a, b) => a - b)) {
      const from = Math.max(joined, groupFounded(world, group));
      if (from > left) continue;
      const at = Math.floor(from + (left - from) * random.share() ** 2);
      lines.push(`${id}\t${group}\t${random.chance(0.02) ? 'moderator' : 'member'}\t${sqlTime(at)}`);
    }
  };
  return {
    name: 'group_memberships',
    definition: `
      user_id BIGINT UNSIGNED NOT NULL,
      group_id BIGINT UNSIGNED NOT NULL,
      role VARCHAR(12) NOT NULL DEFAULT 'member',
      created_at DATETIME(6) NOT NULL,
      PRIMARY KEY (user_id, group_id)`,
    indexes: { index_group_memberships_on_group_id: 'INDEX index_group_memberships_on_group_id (group_id)' },
    columns: ['user_id', 'group_id', 'role', 'created_at'],
    units: plan.members,
    rowsPerUnit: 0.7,
    write,
  };
}

/** A conversation between two members, seen from the one who began it. */
export interface Conversation extends Post {
  recipient: number;
  messages: number;
}

export function conversationOf(world: World, id: number, random: Random): Conversation {
  const post = world.posts.of('conversations', id);
  random.of(172, id);
  let recipient = world.population.someone(random, post.at);
  for (let i = 0; recipient === post.author && i < 5; i++)
    recipient = world.population.someone(random, post.at);
  if (recipient === post.author) recipient = post.author === 1 ? 2 : 1;
  const many = 1 + Math.floor(Math.exp(1.2 + 1.15 * random.normal()));
  return { ...post, recipient, messages: post.wave < 0 ? Math.min(many, 300) : 1 };
}

export function conversations(world: World): Table {
  const { plan } = world;
  const random = new Random(plan.seed);
  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const { at, author, recipient } = conversationOf(world, id, random);
    lines.push(`${id}\t${author}\t${recipient}\t${sqlTime(at)}\t${sqlTime(at)}`);
  };
  return {
    name: 'conversations',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      sender_id BIGINT UNSIGNED NOT NULL,
      recipient_id BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(6) NOT NULL,
      updated_at DATETIME(6) NOT NULL`,
    indexes: {
      index_conversations_on_sender_id: 'INDEX index_conversations_on_sender_id (sender_id)',
      index_conversations_on_recipient_id: 'INDEX index_conversations_on_recipient_id (recipient_id)',
    },
    columns: ['id', 'sender_id', 'recipient_id', 'created_at', 'updated_at'],
    units: plan.rows.conversations,
    rowsPerUnit: 1,
    write,
  };
}

export function messages(world: World): Table {
  const { plan, population } = world;
  const count = plan.rows.conversations;
  const random = new Random(plan.seed);
  const firstIds = new Uint32Array(count + 2).fill(1);
  for (let id = 1; id <= count; id++)
    firstIds[id + 1] = (firstIds[id] ?? 1) + conversationOf(world, id, random).messages;

  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const talk = conversationOf(world, id, random);
    random.of(173, id);
    const over = Math.min(population.left[talk.author] ?? 0, population.left[talk.recipient] ?? 0, plan.end);
    const whole = Math.min(talk.messages * random.wait(5 * HOUR), 60 * DAY, Math.max(over - talk.at, 0));
    for (let i = 0; i < talk.messages; i++) {
      const at = Math.floor(talk.at + (whole * i) / talk.messages);
      const author = i === 0 || random.chance(0.52) ? talk.author : talk.recipient;
      const body =
        talk.wave >= 0
          ? world.texts.spam(random)
          : random.chance(0.4)
            ? world.texts.remark(random)
            : world.texts.reply(random);
      lines.push(`${(firstIds[id] ?? 1) + i}\t${id}\t${author}\t${body}\t${sqlTime(at)}`);
    }
  };
  return {
    name: 'messages',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      conversation_id BIGINT UNSIGNED NOT NULL,
      user_id BIGINT UNSIGNED NOT NULL,
      body TEXT NOT NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: {
      index_messages_on_conversation_id: 'INDEX index_messages_on_conversation_id (conversation_id)',
    },
    columns: ['id', 'conversation_id', 'user_id', 'body', 'created_at'],
    units: count,
    rowsPerUnit: ((firstIds[count + 1] ?? 1) - 1) / count,
    write,
  };
}
