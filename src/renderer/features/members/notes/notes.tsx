import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { MemberId } from '../../../../contract/values.ts';
import { NoteEditor } from '../../../components/fields/note-editor.tsx';
import { Nothing, Part } from '../../../components/panels/part.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { useDraft } from '../../session/drafts.ts';
import { refreshMember } from '../page/member-queries.ts';
import { NoteRow } from './note-row.tsx';
import classes from './notes.module.css';
import { draftOf, noteDrafts } from './use-notes.ts';

/** How many show at first, beside those that are pinned. */
const few = 5;

/** What staff wrote down about a member: the pinned first, then the newest. */
export function Notes({ id }: { id: MemberId }) {
  const answer = useQuery(calls.members.notes.list.queryOptions({ input: { memberId: id } }));
  const [all, setAll] = useState(false);
  return (
    <Part title="Notes" count={answer.data?.notes.length} lead={<NewNote id={id} />} answer={answer}>
      {({ notes }) => {
        const shown = all ? notes : notes.filter((note, at) => note.pinned || at < few);
        return (
          <>
            {notes.length === 0 && <Nothing>No notes yet. Only the staff reads them.</Nothing>}
            <ul>
              {shown.map((note) => (
                <NoteRow key={note.id} memberId={id} note={note} />
              ))}
            </ul>
            {shown.length < notes.length && (
              <button type="button" className={classes.link} onClick={() => setAll(true)}>
                Show {notes.length - shown.length} older
              </button>
            )}
          </>
        );
      }}
    </Part>
  );
}

function NewNote({ id }: { id: MemberId }) {
  const queryClient = useQueryClient();
  const [draft, keep] = useDraft(noteDrafts, `member ${id}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const add = useMutation(
    calls.members.notes.add.mutationOptions({
      onSuccess: () => keep(() => undefined),
      onSettled: () => void refreshMember(queryClient, id),
    }),
  );
  useCommand('note.write', () => field.current?.focus());
  return (
    <NoteEditor
      label="Write a note (n)"
      field={field}
      body={draft?.body ?? ''}
      pending={add.isPending}
      error={add.error}
      onChange={(body) => {
        add.reset();
        keep(() => (body === '' ? undefined : draftOf(body)));
      }}
      onSave={() => {
        if (draft !== undefined)
          add.mutate({ memberId: id, body: draft.body.trim(), requestId: draft.requestId });
      }}
    />
  );
}
