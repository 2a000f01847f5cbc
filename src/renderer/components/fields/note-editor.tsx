import { Button, Textarea } from '@mantine/core';
import { type Ref, useEffect, useRef } from 'react';
import { submitKey } from '../../keys/submit-key.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import { KeysHint } from '../keys-hint.tsx';
import classes from './note-editor.module.css';

interface NoteEditorProps {
  label: string;
  field?: Ref<HTMLTextAreaElement>;
  maxLength?: number;
  /** Takes the focus as it appears. */
  focused?: boolean;
  body: string;
  pending: boolean;
  error: unknown;
  onChange: (body: string) => void;
  onSave: () => void;
  /** Drops what is written; absent where the field is always there. */
  onDrop?: () => void;
  /** Leaves the field; what is written is kept. */
  onLeave?: () => void;
}

/** A note as it is written. Ctrl+Enter saves it; what is written stays until it is saved. */
export function NoteEditor(props: NoteEditorProps) {
  const { label, body, pending, error, onChange, onSave, onDrop, onLeave } = props;
  const reachable = useReachable();
  const own = useRef<HTMLTextAreaElement>(null);
  const focused = props.focused === true;
  useEffect(() => {
    if (focused) own.current?.focus();
  }, [focused]);
  const may = reachable && !pending && body.trim() !== '';
  const save = () => {
    if (may) onSave();
  };
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={submitKey(save)}
    >
      <Textarea
        ref={props.field ?? own}
        aria-label={label}
        placeholder={label}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={props.maxLength ?? 4000}
        value={body}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.currentTarget.blur();
          onLeave?.();
        }}
      />
      {error !== null && (
        <p className={classes.failed} role="alert">
          {failureOf(error).message}
        </p>
      )}
      {(body !== '' || onDrop !== undefined) && (
        <div className={classes.buttons}>
          {onDrop !== undefined && (
            <Button size="compact-sm" variant="subtle" onClick={onDrop}>
              Drop
            </Button>
          )}
          <Button
            type="submit"
            size="compact-sm"
            loading={pending}
            disabled={!may}
            title={reachable ? undefined : 'Waits until the database answers again'}
            rightSection={<KeysHint command="form.send" />}
          >
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
