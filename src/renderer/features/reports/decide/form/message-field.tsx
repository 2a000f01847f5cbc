import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { openPlaceholders } from '../../../../../contract/reports/templates.ts';
import { type CaseDraft, type MessageDraft, messageOf, type Told, templateOf } from '../case-draft.ts';
import classes from './message-field.module.css';
import { TemplateText } from './template-text.tsx';

interface MessageFieldProps {
  label: string;
  draft: CaseDraft;
  told: Told;
  policy: Policy | undefined;
  error: string | undefined;
  /** The words as one would read them, where that is known. */
  read: string | undefined;
  onChange: (message: MessageDraft) => void;
}

/** Whether someone is told, what is left for the moderator to fill in, and the words as they will be read. */
export function MessageField({ label, draft, told, policy, error, read, onChange }: MessageFieldProps) {
  const value = draft[told];
  const [editing, setEditing] = useState(value.text !== null);
  const template = templateOf(draft, told, policy);
  return (
    <div className={classes.field}>
      <Checkbox
        size="sm"
        label={label}
        checked={value.tells}
        onChange={(event) => onChange({ ...value, tells: event.currentTarget.checked })}
      />
      {value.tells && (
        <>
          {openPlaceholders(template).map((name) => (
            <TextInput
              key={name}
              label={name}
              description="Stands in the message, and is yours to fill in"
              size="xs"
              autoComplete="off"
              value={value.filled[name] ?? ''}
              onChange={(event) =>
                onChange({ ...value, filled: { ...value.filled, [name]: event.currentTarget.value } })
              }
            />
          ))}
          {editing && (
            <Textarea
              aria-label={`Words: ${label}`}
              autosize
              minRows={3}
              maxRows={8}
              maxLength={4000}
              value={template}
              onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
            />
          )}
          <div className={classes.read}>
            <p className={classes.quiet}>{read === undefined ? 'What is sent' : 'What they will read'}</p>
            <TemplateText text={read ?? messageOf(draft, told, policy)} />
          </div>
          {error !== undefined && (
            <p className={classes.error} role="alert">
              {error}
            </p>
          )}
          <div className={classes.links}>
            {!editing && (
              <button type="button" onClick={() => setEditing(true)}>
                Change the words
              </button>
            )}
            {value.text !== null && (
              <button
                type="button"
                onClick={() => {
                  setEditing(false);
                  onChange({ ...value, text: null });
                }}
              >
                Back to the policy’s words
              </button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
