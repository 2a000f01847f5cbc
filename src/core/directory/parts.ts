import { z } from 'zod';
import type { Schema } from '../database/schema.ts';

/** What the directory is filled from, in this order: sign-ins and reports are noted on members that are there. */
export const partNames = ['members', 'logins', 'reports'] as const;
export const PartName = z.enum(partNames);
export type PartName = z.infer<typeof PartName>;

/** How far a part has come: its row of `directory_part`. */
export type Mark = Schema['caretaker.directory_part'];
export type Marks = Readonly<Record<PartName, Mark>>;

export function isBegun(mark: Mark): boolean {
  return mark.build_below !== null;
}

export function isBuilt(mark: Mark): boolean {
  return mark.built_at !== null;
}
