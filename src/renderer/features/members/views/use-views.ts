import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedView } from '../../../../contract/views.ts';
import { offerUndo } from '../../../components/notices/undo-notice.tsx';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

const ofMembers = { input: { workspace: 'members' } } as const;

/** The views of the members' workspace, one's own and those that are shared, as anyone changes them. */
export function useViews() {
  const queryClient = useQueryClient();
  const list = useQuery(calls.views.list.queryOptions(ofMembers));
  const refresh = () => queryClient.invalidateQueries({ queryKey: calls.views.list.key(ofMembers) });
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

export function useSaveView(onSaved: (id: SavedView['id']) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (view: ViewToSave) => client.views.save({ ...view, workspace: 'members' }),
    async onSuccess({ id }) {
      await queryClient.invalidateQueries({ queryKey: calls.views.list.key(ofMembers) });
      onSaved(id);
    },
  });
}

/** Removes a view, and offers to bring it back as it was. */
export function useRemoveView(onRemoved: () => void) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: calls.views.list.key(ofMembers) });
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
          await client.views.save({ requestId, id: null, workspace: 'members', name, shared, address });
          void refresh();
          return `The view “${name}” is back`;
        },
      });
    },
  });
}
