import type { Schema } from '../database/schema.ts';

/** What the directory is filled from, in this order: sign-ins and reports are noted on members that are there. */
export const partNames = ['members', 'logins', 'reports'] as const;
export type PartName = (typeof partNames)[number];

/** How far a part has come: its row of `directory_part`. */
export type Mark = Schema['caretaker.directory_part'] & { readonly part: PartName };
export type Marks = Readonly<Record<PartName, Mark>>;

export function isBegun(mark: Mark): boolean {
  return mark.build_below !== null;
}

export function isBuilt(mark: Mark): boolean {
  return mark.built_at !== null;
}
