import { logins } from './tables/logins.ts';
import { users } from './tables/members.ts';
import { moderationActions, nicknameChanges } from './tables/past.ts';
import { activities, comments, photos, statuses, writings } from './tables/posts.ts';
import { contactRequests, reports } from './tables/requests.ts';
import type { Table } from './tables/table.ts';
import { conversations, groupMemberships, groups, messages } from './tables/talk.ts';
import { deploys, growthDays, trafficHours } from './tables/traffic.ts';
import type { World } from './world/world.ts';

/** All tables that are filled, the longest first, so that it is not the last to be ready. */
export function makeTables(world: World): Table[] {
  const tables = [
    activities(world),
    logins(world),
    users(world),
    comments(world),
    messages(world),
    statuses(world),
    photos(world),
    trafficHours(world),
    groupMemberships(world),
    writings(world),
    conversations(world),
    reports(world),
    contactRequests(world),
    moderationActions(world),
    nicknameChanges(world),
    groups(world),
    growthDays(world),
    deploys(world),
  ];
  return tables.sort((a, b) => b.units * b.rowsPerUnit - a.units * a.rowsPerUnit);
}

/** Tables that begin empty: what only the console brings about. */
export const EMPTY_TABLES: Record<string, string> = {
  notices: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      request_id CHAR(36) CHARACTER SET ascii NOT NULL,
      user_id BIGINT UNSIGNED NOT NULL,
      body TEXT NOT NULL,
      actor VARCHAR(200) NOT NULL,
      created_at DATETIME(6) NOT NULL,
      UNIQUE INDEX index_notices_on_request_id (request_id),
      INDEX index_notices_on_user_id (user_id, created_at)`,
  notice_files: `
      notice_id BIGINT UNSIGNED NOT NULL,
      position TINYINT UNSIGNED NOT NULL,
      name VARCHAR(200) NOT NULL,
      type VARCHAR(60) NOT NULL,
      content MEDIUMBLOB NOT NULL,
      PRIMARY KEY (notice_id, position)`,
};
