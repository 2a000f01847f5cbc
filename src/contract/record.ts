import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { Cursor, EntryId, PageLimit, UserName, Utc } from './values.ts';

/** Every action that the record can hold, as `subject.verb`, with the words shown for it. */
export const recordActions = {
  'database.migrated': 'Updated the console’s tables',
  'record.exported': 'Exported the record',
  'session.signed_in': 'Signed in',
  'session.signed_out': 'Signed out',
  'staff.added': 'Added a person to the staff',
  'staff.role_changed': 'Changed the role of a person of the staff',
} as const;
export type RecordAction = keyof typeof recordActions;
const actionNames = Object.keys(recordActions) as [RecordAction, ...RecordAction[]];
export const RecordAction = z.enum(actionNames);

export const subjectKinds = ['connection', 'member', 'record', 'schema', 'staff'] as const;
export const SubjectKind = z.enum(subjectKinds);
export type SubjectKind = z.infer<typeof SubjectKind>;

export const RecordEntry = z.object({
  id: EntryId,
  at: Utc,
  /** The database account that did it, as the server saw it. */
  actor: z.string(),
  /** A newer console may have written an action this one does not know. */
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type RecordEntry = z.infer<typeof RecordEntry>;

/** Each part narrows; null leaves it open. `from` is included, `until` is not. */
export const RecordFilter = z.object({
  actor: UserName.nullable().default(null),
  action: RecordAction.nullable().default(null),
  subjectKind: SubjectKind.nullable().default(null),
  subjectId: z.string().trim().min(1).max(190).nullable().default(null),
  from: Utc.nullable().default(null),
  until: Utc.nullable().default(null),
});
export type RecordFilter = z.infer<typeof RecordFilter>;

export const ExportProgress = z.discriminatedUnion('status', [
  z.object({ status: z.literal('writing'), rows: z.int() }),
  z.object({ status: z.literal('done'), rows: z.int(), file: z.string(), bytes: z.int() }),
]);
export type ExportProgress = z.infer<typeof ExportProgress>;

export const record = {
  /** Newest first. Who may not read the whole record reads what they did themselves. */
  list: procedure('signed-in')
    .input(z.object({ filter: RecordFilter, cursor: Cursor.nullable().default(null), limit: PageLimit }))
    .output(
      z.object({
        rows: z.array(RecordEntry),
        next: Cursor.nullable(),
        scope: z.enum(['everyone', 'own']),
        asOf: Utc,
      }),
    ),
  /** Writes a CSV file on the machine the console runs on. Leaving the iterator stops it and removes the file. */
  export: procedure('signed-in')
    .input(z.object({ filter: RecordFilter }))
    .output(eventIterator(ExportProgress)),
};
