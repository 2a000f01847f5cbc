import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconCheck, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { SavedView, Workspace } from '../../../contract/views.ts';
import { MemberText } from '../../components/text/member-text.tsx';
import { ToolButton } from '../../components/tools/tool-button.tsx';
import { useCommand } from '../../keys/commands.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import { useSignedIn } from '../session/session-state.ts';
import { useRemoveView, useSaveView, useViews } from './use-views.ts';
import { type NamingView, ViewDialog } from './view-dialog.tsx';
import classes from './views.module.css';

interface ViewMenuProps {
  workspace: Workspace;
  /** What saving would keep of what is shown. */
  address: string;
  /** The view that is shown, by the address. */
  viewId: SavedView['id'] | undefined;
  onApply: (view: SavedView) => void;
  /** The address is to name this view from now on, or none. */
  onNamed: (id: SavedView['id'] | undefined) => void;
}

/** What is looked at often, under a name: to go to one, and to save, change, share or remove the one that is shown. */
export function ViewMenu({ workspace, address, viewId, onApply, onNamed }: ViewMenuProps) {
  const { person } = useSignedIn();
  const reachable = useReachable();
  const [opened, setOpened] = useState(false);
  const [naming, setNaming] = useState<NamingView | null>(null);
  const { list, views } = useViews(workspace);
  const save = useSaveView(workspace, onNamed);
  const remove = useRemoveView(workspace, () => onNamed(undefined));
  useCommand('views.open', () => setOpened(true));

  const shown = views.find((view) => view.id === viewId);
  const own = shown?.owner === person.user;
  const changed = shown !== undefined && shown.address !== address;
  const mine = views.filter((view) => view.owner === person.user);
  const others = views.filter((view) => view.owner !== person.user);
  const failed = (error: unknown) =>
    notifications.show({ color: 'red', title: 'The view is as it was', message: failureOf(error).message });
  const change = (view: SavedView, part: Partial<Pick<SavedView, 'shared' | 'address'>>) =>
    save.mutate({ ...view, ...part, requestId: crypto.randomUUID() }, { onError: failed });

  return (
    <>
      <Menu
        opened={opened}
        onChange={setOpened}
        // Not by a key press outside as well, which may be the one that opens it.
        clickOutsideEvents={['mousedown', 'touchstart']}
        // It would be a child of the menu that is no item of it.
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        shadow="md"
        width={280}
      >
        <Menu.Target>
          <ToolButton
            label={shown === undefined ? 'Views' : `${shown.name}${changed ? ' (changed)' : ''}`}
            icon={IconBookmark}
            command="views.open"
          />
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          <ViewItems label="Yours" views={mine} shownId={viewId} onApply={onApply} />
          <ViewItems label="Shared by others" views={others} shownId={viewId} onApply={onApply} />
          {views.length === 0 && (
            <p className={classes.none}>
              {list.isError
                ? failureOf(list.error).message
                : list.data === undefined
                  ? 'Loading…'
                  : 'No view is saved yet. Look for what you need often, then save it under a name.'}
            </p>
          )}
          <Menu.Divider />
          <Menu.Item
            disabled={!reachable}
            onClick={() => setNaming({ id: null, name: '', shared: false, address })}
          >
            Save as a view…
          </Menu.Item>
          {shown !== undefined && (own || person.role === 'admin') && (
            <>
              <Menu.Divider />
              <Menu.Label>
                <MemberText text={shown.name} />
              </Menu.Label>
            </>
          )}
          {shown !== undefined && own && (
            <>
              <Menu.Item disabled={!reachable || !changed} onClick={() => change(shown, { address })}>
                Save the changes
              </Menu.Item>
              <Menu.Item disabled={!reachable} onClick={() => setNaming(shown)}>
                Rename…
              </Menu.Item>
              <Menu.Item disabled={!reachable} onClick={() => change(shown, { shared: !shown.shared })}>
                {shown.shared ? 'Keep it to yourself' : 'Share it with everyone'}
              </Menu.Item>
            </>
          )}
          {shown !== undefined && (own || person.role === 'admin') && (
            <Menu.Item
              disabled={!reachable}
              className={classes.remove ?? ''}
              onClick={() => remove.mutate(shown, { onError: failed })}
            >
              Remove it
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ViewDialog workspace={workspace} naming={naming} onClose={() => setNaming(null)} onSaved={onNamed} />
    </>
  );
}

interface ViewItemsProps {
  label: string;
  views: readonly SavedView[];
  shownId: SavedView['id'] | undefined;
  onApply: (view: SavedView) => void;
}

function ViewItems({ label, views, shownId, onApply }: ViewItemsProps) {
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          aria-current={view.id === shownId ? 'true' : undefined}
          leftSection={
            <IconCheck
              size={14}
              stroke={2}
              aria-hidden
              visibility={view.id === shownId ? 'visible' : 'hidden'}
            />
          }
          rightSection={
            view.shared && <IconUsers size={14} stroke={1.7} role="img" aria-label="shared with everyone" />
          }
          onClick={() => onApply(view)}
        >
          <MemberText text={view.name} />
        </Menu.Item>
      ))}
    </>
  );
}
