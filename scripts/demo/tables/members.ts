import { ROLE, STATUS, STATUSES } from '../world/population.ts';
import { Random, roll } from '../world/random.ts';
import { escaped } from '../world/texts.ts';
import { CITIES, MAIL_DOMAINS } from '../world/words.ts';
import type { World } from '../world/world.ts';
import { NULL, sqlTime, sqlTimeOrNull, type Table } from './table.ts';

/** As the site's procedures write a sanction without an end. */
const FOR_EVER = Date.parse('9999-12-31T23:59:59Z');

const BASE64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function users(world: World): Table {
  const { plan, population } = world;
  const random = new Random(plan.seed);

  const write = (unit: number, lines: string[]): void => {
    const id = unit + 1;
    const joined = population.joined[id] ?? 0;
    const left = population.left[id] ?? 0;
    const role = population.role[id] ?? ROLE.ordinary;
    const status = population.status[id] ?? STATUS.active;
    const nickname = world.nicknames(id);
    random.of(120, id);
    const standing = world.past.standing.get(id);
    const acted = standing?.at ?? left;
    const until = sqlTimeOrNull(standing?.until ?? FOR_EVER);
    const placed = random.chance(0.6);
    lines.push(
      [
        id,
        nickname,
        email(id, nickname, role, status, random),
        passwordHash(random),
        // Mutes and suspensions run out: they are kept as times, not as a status.
        status === STATUS.muted || status === STATUS.suspended ? 'active' : STATUSES[status],
        placed ? escaped(city(random)) : NULL,
        random.chance(0.55) ? `https://media.community.example/avatars/${id}.jpg` : NULL,
        random.chance(0.2) ? world.texts.remark(random) : NULL,
        status === STATUS.muted ? until : NULL,
        status === STATUS.suspended ? until : NULL,
        sqlTimeOrNull(status === STATUS.banned ? acted : null),
        sqlTimeOrNull(status === STATUS.deleted ? acted : null),
        sqlTimeOrNull(world.past.warned.get(id) ?? null),
        sqlTime(left),
        sqlTime(joined),
        sqlTime(acted),
      ].join('\t'),
    );
  };

  /** A few addresses give a ring away: one mailbox with a +tag for each puppet. */
  const email = (id: number, nickname: string, role: number, status: number, draw: Random): string => {
    const domain = draw.pick(MAIL_DOMAINS);
    if (status === STATUS.deleted) return `deleted-${id}@community.example`;
    if (role === ROLE.puppet)
      return `k.${roll(plan.seed, 121, population.ringOf.get(id) ?? 0) % 9999}+${id}@${domain}`;
    if (role === ROLE.spammer) return `${draw.bits().toString(36)}${id}@bulk.example`;
    return /^[\w.-]+$/.test(nickname) ? `${nickname.toLowerCase()}@${domain}` : `member.${id}@${domain}`;
  };

  return {
    name: 'users',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      nickname VARCHAR(60) NOT NULL,
      email VARCHAR(190) NOT NULL,
      encrypted_password VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      status VARCHAR(12) NOT NULL DEFAULT 'active',
      location VARCHAR(80) NULL,
      avatar_url VARCHAR(255) NULL,
      bio TEXT NULL,
      muted_until DATETIME(6) NULL,
      suspended_until DATETIME(6) NULL,
      banned_at DATETIME(6) NULL,
      deleted_at DATETIME(6) NULL,
      warned_at DATETIME(6) NULL,
      sessions_valid_from DATETIME(6) NULL,
      must_reset_password TINYINT(1) NOT NULL DEFAULT 0,
      last_active_at DATETIME(6) NULL,
      created_at DATETIME(6) NOT NULL,
      updated_at DATETIME(6) NOT NULL`,
    indexes: {
      index_users_on_nickname: 'UNIQUE INDEX index_users_on_nickname (nickname)',
      // MariaDB does not know that a unique index ends with the primary key, and would sort what it pages.
      index_users_on_nickname_and_id: 'INDEX index_users_on_nickname_and_id (nickname, id)',
      index_users_on_email: 'UNIQUE INDEX index_users_on_email (email)',
      index_users_on_created_at: 'INDEX index_users_on_created_at (created_at)',
      index_users_on_updated_at: 'INDEX index_users_on_updated_at (updated_at)',
    },
    columns: [
      'id',
      'nickname',
      'email',
      'encrypted_password',
      'status',
      'location',
      'avatar_url',
      'bio',
      'muted_until',
      'suspended_until',
      'banned_at',
      'deleted_at',
      'warned_at',
      'last_active_at',
      'created_at',
      'updated_at',
    ],
    units: plan.members,
    rowsPerUnit: 1,
    write,
  };
}

/** The first cities of the list have most of the people. */
function city(random: Random): string {
  return CITIES[Math.floor(CITIES.length * random.share() ** 2.2)] ?? '';
}

/** Looks like bcrypt; belongs to no password. */
function passwordHash(random: Random): string {
  let hash = '$2a$12$';
  while (hash.length < 60) {
    let bits = random.bits();
    for (let i = 0; i < 5 && hash.length < 60; i++) {
      hash += BASE64.charAt(bits & 63);
      bits >>>= 6;
    }
  }
  return hash;
}
