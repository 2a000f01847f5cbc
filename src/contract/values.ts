import { z } from 'zod';

/**
 * A moment in UTC as ISO 8601 text, with as many fractional digits as the database gave:
 * `2026-11-22T23:45:00.123456Z`. Text, because a `Date` would lose the microseconds that paging by key needs.
 */
export const Utc = z.string().max(27).refine(isMoment, 'not a moment in UTC').brand<'Utc'>();
export type Utc = z.infer<typeof Utc>;

const maxUnsigned64 = 18_446_744_073_709_551_615n;

/** The text of an unsigned 64-bit id. Text, because sites with snowflake ids go past 2^53. */
const id = z
  .string()
  .max(20)
  .refine(
    (text) => /^(0|[1-9]\d{0,19})$/.test(text) && BigInt(text) <= maxUnsigned64,
    'not a whole number of 64 bits',
  );

export const MemberId = id.brand<'MemberId'>();
export type MemberId = z.infer<typeof MemberId>;

export const EntryId = id.brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;

/** Where a page ended. Only the core that made it reads it; anyone else hands it back as it came. */
export const Cursor = z
  .string()
  .max(2000)
  .regex(/^[A-Za-z0-9_-]+$/)
  .brand<'Cursor'>();
export type Cursor = z.infer<typeof Cursor>;

/** One page is at most 200 rows: what crosses a port without a frame being missed. */
export const PageLimit = z.int().min(1).max(200).default(100);

/** The name of a database account. MySQL allows 32 characters, MariaDB 80. */
export const UserName = z.string().trim().min(1).max(80);

const momentShape = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/;

function isMoment(text: string): boolean {
  if (!momentShape.test(text)) return false;
  const day = new Date(text.slice(0, 10));
  // The 30th of February is a date to JavaScript: the 2nd of March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}
