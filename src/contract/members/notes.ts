import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { memberReaders } from '../roles.ts';
import { EntryId, MemberId, Utc } from '../values.ts';

export const Note = z.object({
  id: EntryId,
  /** The account that wrote it, as the server saw it. */
  author: z.string(),
  at: Utc,
  editedAt: Utc.nullable(),
  pinned: z.boolean(),
  body: z.string(),
});
export type Note = z.infer<typeof Note>;

export const NoteBody = z.string().trim().min(1, 'a note says something').max(4000);

export const notes = {
  /** Pinned first, then newest, at most 200; older ones are in the time line. */
  list: procedure(memberReaders)
    .input(z.object({ memberId: MemberId }))
    .output(z.object({ notes: z.array(Note) })),
  add: procedure(memberReaders)
    .input(z.object({ requestId: z.uuid(), memberId: MemberId, body: NoteBody }))
    .output(z.object({ id: EntryId })),
  /** One's own only. CONFLICT where it was edited since `editedAt`. */
  edit: procedure(memberReaders)
    .input(z.object({ requestId: z.uuid(), id: EntryId, editedAt: Utc.nullable(), body: NoteBody }))
    .output(z.object({})),
  /** Anyone's: what stands on top is the team's. */
  pin: procedure(memberReaders)
    .input(z.object({ requestId: z.uuid(), id: EntryId, pinned: z.boolean() }))
    .output(z.object({})),
  /** One's own only; `removed: false` brings it back. */
  remove: procedure(memberReaders)
    .input(z.object({ requestId: z.uuid(), id: EntryId, removed: z.boolean() }))
    .output(z.object({})),
};
