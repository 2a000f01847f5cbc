import { type RefObject, useEffect, useRef, useState } from 'react';
import { openTicketPlaceholders } from '../../../../../contract/tickets/templates.ts';
import { submitKey } from '../../../../keys/submit-key.ts';
import { type OpenTicket, useTicketDesk } from '../ticket-queries.ts';
import classes from './composer.module.css';
import { Changes } from './field/changes.tsx';
import { Files } from './field/files.tsx';
import { mentionedIn } from './field/mentions.ts';
import { spansOf } from './field/placeholders.ts';
import { useFiles } from './field/use-files.ts';
import { useMacro } from './field/use-macro.ts';
import { WritingField } from './field/writing-field.tsx';
import type { Pen } from './pen/use-pen.ts';
import { isEmpty, type PenKind } from './pen/written.ts';
import { SendLaterDialog } from './send/send-later-dialog.tsx';
import { SendStrip } from './send/send-strip.tsx';
import { useSending } from './send/use-sending.ts';
import { whyNotSent } from './send/why-not-sent.ts';
import { Tools } from './tools.tsx';

interface SheetProps {
  data: OpenTicket;
  pen: Pen;
  field: RefObject<HTMLTextAreaElement | null>;
  onWriting: (begun: boolean) => void;
  /** Goes to the one of that kind, and gives its pen. */
  onKind: (kind: PenKind) => Pen;
  onLeave: () => void;
}

/** The text with all that goes with it, and the ways to send it. */
export function Sheet({ data, pen, field, onWriting, onKind, onLeave }: SheetProps) {
  const { row } = data;
  const { written } = pen;
  const isReply = pen.name.kind === 'reply';
  const people = useTicketDesk()?.people ?? [];
  const files = useFiles(pen);
  const [later, setLater] = useState(false);
  const [focused, setFocused] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const sending = useSending(pen);
  const macro = useMacro({ row, pen, field, onKind });
  const missing = isReply ? openTicketPlaceholders(written.body) : [];
  const waits = written.sent !== null;
  // Whoever sent it, and however long it took.
  const waited = useRef(waits);
  useEffect(() => {
    if (waited.current && !waits && isEmpty(pen.read())) onLeave();
    waited.current = waits;
  });
  const writes = focused && !isEmpty(written);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said as it changes
  useEffect(() => {
    onWriting(writes);
    return () => onWriting(false);
  }, [writes]);

  /** Runs what sends; or says why it cannot be sent, and goes to where that is. */
  const checked = (go: () => void) => () => {
    if (pen.read().sent !== null || sending.underWay) return;
    const why = whyNotSent({ data, pen, missing, filesOnTheirWay: files.onTheirWay });
    setRefusal(why);
    if (why === null) return go();
    field.current?.focus();
    const [span] = spansOf(written.body, missing);
    if (span !== undefined) field.current?.setSelectionRange(span.start, span.end);
  };
  const send = checked(() => (isReply ? sending.reply({}) : sending.note(mentionedIn(written.body, people))));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped on it; a button takes them too
    <div
      className={classes.sheet}
      onKeyDown={(event) => {
        // Not from a dialog over it, whose keys come here too.
        if (event.currentTarget.contains(event.target as Node)) submitKey(send)(event);
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        files.add([...event.dataTransfer.files]);
      }}
    >
      <SendStrip
        pen={pen}
        sending={sending}
        data={data}
        onAnyway={checked(() => sending.reply({}, { anyway: true }))}
      />
      <WritingField
        field={field}
        label={isReply ? 'Write to the member' : 'Write to colleagues; @ mentions one'}
        body={written.body}
        missing={missing}
        people={isReply ? [] : people}
        readOnly={waits}
        onChange={(body) => {
          setRefusal(null);
          sending.forget();
          pen.change({ body });
        }}
        onFocus={setFocused}
        onPaste={files.add}
        onLeave={onLeave}
      />
      <Files attachments={written.attachments} files={files} onRemoved={() => field.current?.focus()} />
      <Changes change={written.change} missing={missing} onChange={pen.setChange} />
      {refusal !== null && (
        <p className={classes.failed} role="alert">
          {refusal}
        </p>
      )}
      <Tools
        pen={pen}
        teamId={row.team?.id ?? null}
        waits={waits}
        sending={sending.underWay}
        onMacro={macro}
        onFiles={files.add}
        onSend={(change) => (isReply ? checked(() => sending.reply(change))() : send())}
        onLater={checked(() => setLater(true))}
      />
      <SendLaterDialog
        opened={later}
        onClose={() => setLater(false)}
        onChosen={(sendAt) => sending.reply({}, { sendAt })}
      />
    </div>
  );
}
