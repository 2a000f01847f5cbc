import type { Connection } from 'mysql2/promise';
import { type Community, rootConnection } from '../support/community.ts';
import type { Members } from './frame.ts';

/** Members who write into the site's own tables, `work` each time; `written` is how often they could. */
export function membersOf(
  { root }: Community,
  everyMs: number,
  work: (sql: Connection) => Promise<void>,
): Members & { written(): number } {
  let sql: Connection | null = null;
  let written = 0;
  return {
    everyMs,
    async write() {
      try {
        sql ??= await rootConnection(root);
        await work(sql);
        written += 1;
      } catch {
        // The database is away; members try again as well.
        sql?.destroy();
        sql = null;
      }
    },
    written: () => written,
  };
}
