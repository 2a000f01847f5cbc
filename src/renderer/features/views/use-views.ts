import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedView, Workspace } from '../../../contract/views.ts';
import { offerUndo } from '../../components/notices/undo-notice.tsx';
import { calls, client } from '../../transport/client.ts';
import { useChanges } from '../changes/changes-feed.ts';

/** The views of a workspace, one's own and those that are shared, as anyone changes them. */
export function useViews(workspace: Workspace) {
  const list = useQuery(calls.views.list.queryOptions({ input: { workspace } }));
  const refresh = useRefresh(workspace);
  useChanges('view', () => void refresh());
  return { list, views: list.data?.views ?? [], refresh };
}

export interface ViewToSave {
  /** Null for a new one. */
  id: SavedView['id'] | null;
  name: string;
  shared: boolean;
  address: string;
  /** Made once for each intention, so that pressing again after a lost answer saves it once. */
  requestId: string;
}

export function useSaveView(workspace: Workspace, onSaved: (id: SavedView['id']) => void) {
  const refresh = useRefresh(workspace);
  return useMutation({
    mutationFn: (view: ViewToSave) => client.views.save({ ...view, workspace }),
    async onSuccess({ id }) {
      await refresh();
      onSaved(id);
    },
  });
}

/** Removes a view, and offers to bring it back as it was. */
export function useRemoveView(workspace: Workspace, onRemoved: () => void) {
  const refresh = useRefresh(workspace);
  return useMutation({
    mutationFn: ({ id }: SavedView) => client.views.remove({ requestId: crypto.randomUUID(), id }),
    async onSuccess(_, view) {
      onRemoved();
      void refresh();
      const { name, shared, address } = view;
      const requestId = crypto.randomUUID();
      offerUndo({
        id: `view-${view.id}`,
        title: `Removed the view “${name}”`,
        async undo() {
          await client.views.save({ requestId, id: null, workspace, name, shared, address });
          void refresh();
          return `The view “${name}” is back`;
        },
      });
    },
  });
}

function useRefresh(workspace: Workspace): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: calls.views.list.key({ input: { workspace } }) });
}
