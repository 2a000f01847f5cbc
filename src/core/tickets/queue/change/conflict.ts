import { z } from 'zod';
import type { Db } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { staffNames } from '../../../staff/names.ts';
import type { TicketColumns } from '../../work.ts';
import { partsWords } from './words.ts';

/** In which version each part was changed last, and by whom; null for the member, who wrote again. The server's word. */
const Changed = z.record(z.string(), z.tuple([z.number(), z.string().nullable()]));

/**
 * Refuses to change what another changed since the person looked. Tags are no such part: each is put and taken by itself.
 * @throws CONFLICT with what was changed, and by whom
 */
export async function refuseIfChanged(
  db: Db,
  row: TicketColumns,
  o: { readonly parts: readonly string[]; readonly seenVersion: number; readonly user: string },
): Promise<void> {
  const changed = Changed.parse(JSON.parse(row.changed));
  const later = o.parts.flatMap((part) => {
    const last = changed[part];
    return last !== undefined && last[0] > o.seenVersion && last[1] !== o.user ? [{ part, by: last[1] }] : [];
  });
  const [first] = later;
  if (first === undefined) return;
  const parts = later.filter((it) => it.by === first.by).map((it) => it.part);
  throw new Refused(
    'CONFLICT',
    `${await deedOf(db, row, first.by, parts)} since you looked. Nothing was changed; what you typed is kept.`,
  );
}

async function deedOf(
  db: Db,
  row: TicketColumns,
  by: string | null,
  parts: readonly string[],
): Promise<string> {
  return by === null
    ? `${row.name} wrote again`
    : `${await nameOf(db, by)} set ${await partsWords(db, row, parts)}`;
}

/** Who changed a part last, by name; null where it was the member, or nobody. */
export async function whoChanged(db: Db, row: TicketColumns, part: string): Promise<string | null> {
  const by = Changed.parse(JSON.parse(row.changed))[part]?.[1] ?? null;
  return by === null ? null : nameOf(db, by);
}

async function nameOf(db: Db, user: string): Promise<string> {
  return (await staffNames(db, {}, [user])).get(user) ?? user;
}
