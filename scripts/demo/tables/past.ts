import { formerNickname } from '../world/nicknames.ts';
import { roll } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { NULL, sqlTime, sqlTimeOrNull, type Table } from './table.ts';

/** What staff did to members. The console's own actions come after these. */
export function moderationActions({ plan, past }: World): Table {
  const write = (unit: number, lines: string[]): void => {
    const done = past.actions[unit];
    if (!done) return;
    const id = unit + 1;
    lines.push(
      [
        id,
        requestId(plan.seed, id),
        done.action,
        'member',
        done.member,
        done.reason,
        sqlTimeOrNull(done.until),
        done.actor,
        sqlTime(done.at),
      ].join('\t'),
    );
  };
  return {
    name: 'moderation_actions',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      request_id CHAR(36) CHARACTER SET ascii NOT NULL,
      action VARCHAR(40) NOT NULL,
      subject_type VARCHAR(20) NOT NULL,
      subject_id BIGINT UNSIGNED NOT NULL,
      reason VARCHAR(500) NOT NULL,
      until DATETIME(6) NULL,
      actor VARCHAR(200) NOT NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: {
      index_moderation_actions_on_request_id:
        'UNIQUE INDEX index_moderation_actions_on_request_id (request_id)',
      index_moderation_actions_on_subject:
        'INDEX index_moderation_actions_on_subject (subject_type, subject_id, created_at)',
    },
    columns: [
      'id',
      'request_id',
      'action',
      'subject_type',
      'subject_id',
      'reason',
      'until',
      'actor',
      'created_at',
    ],
    units: past.actions.length,
    rowsPerUnit: 1,
    write,
  };
}

/** Looks like a UUID of version 4. */
function requestId(seed: number, id: number): string {
  const digits = (part: number): string =>
    roll(seed, 164 + part, id)
      .toString(16)
      .padStart(8, '0');
  const [middle, end] = [digits(1), digits(2)];
  return `${digits(0)}-${middle.slice(0, 4)}-4${middle.slice(5)}-a${end.slice(5)}-${end.slice(0, 4)}${digits(3)}`;
}

/** What members called themselves before: each name leads to the next, and the last to the present one. */
export function nicknameChanges({ plan, past, nicknames }: World): Table {
  const nameOf = (member: number, later: number): string =>
    later === 0 ? nicknames(member) : formerNickname(plan.seed, member, later);
  const write = (unit: number, lines: string[]): void => {
    const done = past.renames[unit];
    if (!done) return;
    const { member, later, actor, at } = done;
    const names = `${nameOf(member, later + 1)}\t${nameOf(member, later)}`;
    lines.push(`${unit + 1}\t${member}\t${names}\t${actor ?? NULL}\t${sqlTime(at)}`);
  };
  return {
    name: 'nickname_changes',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      old_nickname VARCHAR(60) NOT NULL,
      new_nickname VARCHAR(60) NOT NULL,
      actor VARCHAR(200) NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: {
      index_nickname_changes_on_user_id: 'INDEX index_nickname_changes_on_user_id (user_id, created_at)',
    },
    columns: ['id', 'user_id', 'old_nickname', 'new_nickname', 'actor', 'created_at'],
    units: past.renames.length,
    rowsPerUnit: 1,
    write,
  };
}
