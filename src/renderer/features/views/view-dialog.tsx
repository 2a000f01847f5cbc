import { Button, Modal, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type SavedView, ViewName, type Workspace } from '../../../contract/views.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import { useSaveView } from './use-views.ts';
import classes from './views.module.css';

export interface NamingView {
  /** Null for a new one. */
  id: SavedView['id'] | null;
  name: string;
  shared: boolean;
  address: string;
}

interface ViewDialogProps {
  workspace: Workspace;
  /** The view that is named; null while none is. */
  naming: NamingView | null;
  onClose: () => void;
  onSaved: (id: SavedView['id']) => void;
}

/** Gives a view its name, and says whether everyone sees it. */
export function ViewDialog({ workspace, naming, onClose, onSaved }: ViewDialogProps) {
  return (
    <Modal
      opened={naming !== null}
      onClose={onClose}
      size={420}
      title={naming?.id === null ? 'Save as a view' : 'Rename the view'}
      classNames={{ title: classes.title ?? '' }}
    >
      {naming !== null && (
        <ViewForm
          workspace={workspace}
          naming={naming}
          onClose={onClose}
          onSaved={(id) => {
            onSaved(id);
            onClose();
          }}
        />
      )}
    </Modal>
  );
}

function ViewForm({ workspace, naming, onClose, onSaved }: ViewDialogProps & { naming: NamingView }) {
  const reachable = useReachable();
  const [name, setName] = useState(naming.name);
  const [shared, setShared] = useState(naming.shared);
  const [asked, setAsked] = useState(false);
  const [requestId] = useState(() => crypto.randomUUID());
  const save = useSaveView(workspace, onSaved);
  const read = ViewName.safeParse(name);
  const error = save.isError ? failureOf(save.error).message : asked && !read.success && 'Give it a name';
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (read.success) save.mutate({ ...naming, name: read.data, shared, requestId });
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        autoComplete="off"
        maxLength={60}
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.currentTarget.value);
          save.reset();
        }}
      />
      <Switch
        size="sm"
        label="Share it with everyone"
        description="They see it and can use it; only you can change it."
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <div className={classes.ends}>
        <Button variant="default" size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" size="sm" loading={save.isPending} disabled={!reachable}>
          Save
        </Button>
      </div>
    </form>
  );
}
