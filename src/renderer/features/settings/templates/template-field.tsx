import { Textarea } from '@mantine/core';
import { useRef } from 'react';
import { placeholdersOf } from '../../../../contract/templates.ts';
import { meaningOf, type Placeholders } from './placeholders.ts';
import classes from './template-field.module.css';

interface TemplateFieldProps {
  label: string;
  /** What it means where it is empty. */
  description: string;
  placeholders: Placeholders;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A message with placeholders: what each that is used stands for, and buttons that put one in where one writes. */
export function TemplateField({
  label,
  description,
  placeholders,
  value,
  error,
  onChange,
}: TemplateFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const used = placeholdersOf(value);
  const insert = (name: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = field.current ?? {};
    const put = `{${name}}`;
    onChange(value.slice(0, selectionStart) + put + value.slice(selectionEnd));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(selectionStart + put.length, selectionStart + put.length);
    });
  };
  return (
    <div className={classes.field}>
      <Textarea
        ref={field}
        size="sm"
        label={label}
        description={description}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <fieldset className={classes.insert} aria-label={`Placeholders for ${label.toLowerCase()}`}>
        {Object.entries(placeholders.known).map(([name, meaning]) => (
          <button key={name} type="button" title={meaning} onClick={() => insert(name)}>
            {`{${name}}`}
          </button>
        ))}
      </fieldset>
      {used.length > 0 && (
        <ul className={classes.used} aria-label={`What stands in ${label.toLowerCase()}`}>
          {used.map((name) => (
            <li key={name} data-open={meaningOf(name, placeholders) === null || undefined}>
              <code>{`{${name}}`}</code>{' '}
              {meaningOf(name, placeholders) ??
                `not known to Caretaker: each ${placeholders.filledBy} fills it before it is sent`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
