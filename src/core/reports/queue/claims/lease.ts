import { type RawBuilder, sql } from 'kysely';
import { claimMinutes, handOverHours } from '../../../../contract/reports/values.ts';

/** When a claim ends that is made or renewed now, by the server's clock. */
export const claimEnd = sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(claimMinutes)} MINUTE`;
export const handOverEnd = sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(handOverHours)} HOUR`;

/** What the columns of a claim are where nobody has one. */
export const nobodys = {
  holder: null,
  claim_id: null,
  claimed_until: '1970-01-01 00:00:00',
  handed: 0,
} as const;

export function isHeldBy(user: string): RawBuilder<boolean> {
  return sql<boolean>`(holder <=> ${user} AND claimed_until > UTC_TIMESTAMP(6))`;
}
