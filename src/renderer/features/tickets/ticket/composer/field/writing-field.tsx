import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Colleague } from '../../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import { mentionAt, suggestions } from './mentions.ts';
import { nextSpan, type Span, spansOf } from './placeholders.ts';
import classes from './writing-field.module.css';

interface WritingFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  body: string;
  /** Names in braces that have no value. */
  missing: readonly string[];
  /** Who can be mentioned; empty where nobody can. */
  people: readonly Colleague[];
  readOnly: boolean;
  onChange: (body: string) => void;
  onFocus: (focused: boolean) => void;
  onPaste: (files: readonly File[]) => void;
  /** Escape: what is written stays. */
  onLeave: () => void;
}

/** The text as it is written: it grows with it, shows what is to be filled, and completes names after an `@`. */
export function WritingField(props: WritingFieldProps) {
  const { field, label, body, missing, people, readOnly, onChange, onFocus, onPaste, onLeave } = props;
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const toSelect = useRef<Span | null>(null);
  const spans = spansOf(body, missing);
  const mention = caret === null || people.length === 0 ? null : mentionAt(body, caret);
  const found = mention === null ? [] : suggestions(people, mention.typed);
  const at = Math.min(chosen, found.length - 1);

  // After the text was changed here, and not by typing, the caret goes where it belongs.
  useLayoutEffect(() => {
    const span = toSelect.current;
    if (span === null) return;
    toSelect.current = null;
    field.current?.setSelectionRange(span.start, span.end);
  });
  const complete = (name: string) => {
    if (mention === null || caret === null) return;
    const text = `@${name} `;
    const end = mention.start + text.length;
    toSelect.current = { start: end, end };
    setCaret(null);
    onChange(body.slice(0, mention.start) + text + body.slice(caret));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const element = event.currentTarget;
    const handled = () => event.preventDefault();
    if (found.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        handled();
        return setChosen((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
      }
      const person = found[at];
      if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && person !== undefined) {
        handled();
        return complete(person.name);
      }
      if (event.key === 'Escape') {
        handled();
        return setCaret(null);
      }
    }
    if (event.key === 'Tab' && !event.shiftKey && spans.length > 0) {
      const span = nextSpan(spans, { start: element.selectionStart, end: element.selectionEnd });
      if (span === null) return;
      handled();
      element.setSelectionRange(span.start, span.end);
    }
    if (event.key === 'Escape') {
      handled();
      element.blur();
      onLeave();
    }
  };
  return (
    <div className={classes.around}>
      <div className={classes.scroll}>
        <div className={classes.mirror} aria-hidden>
          <Marked body={body} spans={spans} />
        </div>
        <textarea
          ref={field}
          className={classes.text}
          aria-label={label}
          aria-autocomplete={people.length > 0 ? 'list' : undefined}
          aria-controls={found.length > 0 ? listId : undefined}
          aria-activedescendant={found.length > 0 ? `${listId} ${at}` : undefined}
          placeholder={label}
          rows={2}
          maxLength={8000}
          value={body}
          readOnly={readOnly}
          onChange={(event) => {
            setChosen(0);
            setCaret(event.currentTarget.selectionEnd);
            onChange(event.currentTarget.value);
          }}
          onClick={(event) => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
          onFocus={() => onFocus(true)}
          onBlur={() => {
            setCaret(null);
            onFocus(false);
          }}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0) return;
            event.preventDefault();
            onPaste(files);
          }}
        />
      </div>
      {found.length > 0 && (
        <div id={listId} role="listbox" className={classes.people} aria-label="Colleagues" tabIndex={-1}>
          {found.map(({ user, name }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text’s
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
            <div
              key={user}
              id={`${listId} ${index}`}
              role="option"
              aria-selected={index === at}
              className={classes.person}
              // The text keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => complete(name)}
            >
              <MemberText text={name} /> <span className={classes.user}>{user}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** The same text behind the field, with a mark under each name that is to be filled. */
function Marked({ body, spans }: { body: string; spans: readonly Span[] }) {
  let at = 0;
  const parts = spans.map(({ start, end }) => {
    const before = body.slice(at, start);
    at = end;
    return (
      <span key={start}>
        {before}
        <mark className={classes.missing}>{body.slice(start, end)}</mark>
      </span>
    );
  });
  return (
    <>
      {parts}
      {body.slice(at)}{' '}
    </>
  );
}
