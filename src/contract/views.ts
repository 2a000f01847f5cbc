import { z } from 'zod';
import { procedure } from './procedure.ts';
import { EntryId } from './values.ts';

export const savedViewWorkspaces = ['members', 'reports', 'tickets', 'metrics'] as const;
export const Workspace = z.enum(savedViewWorkspaces);
export type Workspace = z.infer<typeof Workspace>;

/** A workspace's address under a name: what was searched for, filtered, sorted and shown. */
export const SavedView = z.object({
  id: EntryId,
  name: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  /** The search part of the address, without the question mark. */
  address: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

export const ViewName = z.string().trim().min(1, 'give it a name').max(60);

export const views = {
  /** One's own and those that are shared, by name; at most 200. */
  list: procedure('signed-in')
    .input(z.object({ workspace: Workspace }))
    .output(z.object({ views: z.array(SavedView) })),
  /** One's own only, or a new one. CONFLICT where one of the same name is one's own already. */
  save: procedure('signed-in')
    .input(
      z.object({
        requestId: z.uuid(),
        id: EntryId.nullable(),
        workspace: Workspace,
        name: ViewName,
        shared: z.boolean(),
        address: z.string().max(2000),
      }),
    )
    .output(z.object({ id: EntryId })),
  /** One's own only; an admin removes any that is shared. */
  remove: procedure('signed-in')
    .input(z.object({ requestId: z.uuid(), id: EntryId }))
    .output(z.object({})),
};
