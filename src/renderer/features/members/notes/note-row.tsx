import { IconPencil, IconPin, IconPinFilled, IconTrash, type TablerIcon } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Note } from '../../../../contract/members/notes.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { NoteEditor } from '../../../components/fields/note-editor.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useDraft } from '../../session/drafts.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import { refreshMember } from '../page/member-queries.ts';
import classes from './notes.module.css';
import { draftOf, noteDrafts, useNoteRemoval } from './use-notes.ts';

/** One note. Its author may edit and remove it; whoever reads it may pin it. */
export function NoteRow({ memberId, note }: { memberId: MemberId; note: Note }) {
  const { person } = useSignedIn();
  const reachable = useReachable();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const pin = useMutation(
    calls.members.notes.pin.mutationOptions({ onSettled: () => void refreshMember(queryClient, memberId) }),
  );
  const removal = useNoteRemoval(memberId, note);
  const own = note.author === person.user;
  const error = pin.error ?? removal.error;
  return (
    <li className={classes.note} data-pinned={note.pinned || undefined}>
      <div className={classes.head}>
        <p className={classes.quiet}>
          <StaffName account={note.author} />, <Moment at={note.at} shape="relative" />
          {note.editedAt !== null && (
            <>
              , edited <Moment at={note.editedAt} shape="relative" />
            </>
          )}
        </p>
        <IconButton
          icon={note.pinned ? IconPinFilled : IconPin}
          label={note.pinned ? 'Unpin the note' : 'Pin the note on top'}
          disabled={!reachable || pin.isPending}
          onPress={() => pin.mutate({ id: note.id, pinned: !note.pinned, requestId: crypto.randomUUID() })}
        />
        {own && (
          <>
            <IconButton icon={IconPencil} label="Edit the note" onPress={() => setEditing(true)} />
            <IconButton
              icon={IconTrash}
              label="Remove the note"
              disabled={!reachable || removal.isPending}
              onPress={() => removal.mutate({ id: note.id, removed: true, requestId: crypto.randomUUID() })}
            />
          </>
        )}
      </div>
      {editing ? (
        <Edit memberId={memberId} note={note} onEnd={() => setEditing(false)} />
      ) : (
        <MemberText text={note.body} shape="block" />
      )}
      {error !== null && (
        <p className={classes.failed} role="alert">
          {failureOf(error).message}
        </p>
      )}
    </li>
  );
}

function Edit({ memberId, note, onEnd }: { memberId: MemberId; note: Note; onEnd: () => void }) {
  const queryClient = useQueryClient();
  const [draft, keep] = useDraft(noteDrafts, `note ${note.id}`);
  // What the writer began from: a note that someone else changed meanwhile is not overwritten unseen.
  const [editedAt, setEditedAt] = useState(note.editedAt);
  const body = draft?.body ?? note.body;
  const drop = () => {
    keep(() => undefined);
    onEnd();
  };
  const edit = useMutation(
    calls.members.notes.edit.mutationOptions({
      onSuccess: drop,
      onSettled: () => void refreshMember(queryClient, memberId),
    }),
  );
  const same = body.trim() === note.body;
  const changed = note.editedAt !== editedAt && !same && !edit.isPending;
  return (
    <>
      {changed && (
        <div className={classes.changed} role="alert">
          <p>The note was changed meanwhile. It now says:</p>
          <MemberText text={note.body} shape="block" />
          <button type="button" className={classes.link} onClick={() => setEditedAt(note.editedAt)}>
            Write mine over it
          </button>
        </div>
      )}
      <NoteEditor
        label="Edit the note"
        focused
        body={body}
        pending={edit.isPending}
        error={edit.error}
        onChange={(next) => {
          edit.reset();
          keep(() => draftOf(next));
        }}
        onSave={() => {
          const { requestId } = draft ?? draftOf(body);
          if (same) return drop();
          edit.mutate({ id: note.id, editedAt, body: body.trim(), requestId });
        }}
        onDrop={drop}
        onLeave={onEnd}
      />
    </>
  );
}

interface IconButtonProps {
  icon: TablerIcon;
  label: string;
  disabled?: boolean;
  onPress: () => void;
}

function IconButton({ icon: Icon, label, disabled = false, onPress }: IconButtonProps) {
  return (
    <button
      type="button"
      className={classes.icon}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon size={15} stroke={1.6} aria-hidden />
    </button>
  );
}
