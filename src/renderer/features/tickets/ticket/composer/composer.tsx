import { useEffect, useRef, useState } from 'react';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { newestOf } from '../thread/entries.ts';
import type { OpenTicket } from '../ticket-queries.ts';
import classes from './composer.module.css';
import { usePen } from './pen/use-pen.ts';
import { isEmpty, type PenKind } from './pen/written.ts';
import { OtherDrafts } from './send/other-drafts.tsx';
import { Sheet } from './sheet.tsx';

interface ComposerProps {
  data: OpenTicket;
  /** The person began to write, or left it. */
  onWriting: (begun: boolean) => void;
}

/** What is written on the ticket: an answer to the member, or a note to colleagues. Each is kept by itself. */
export function Composer({ data, onWriting }: ComposerProps) {
  const { row, messages, drafts, asOf } = data;
  const { person } = useSignedIn();
  const answer = { newest: newestOf(messages), drafts, asOf };
  const pens = { reply: usePen(row.id, 'reply', answer), note: usePen(row.id, 'note', answer) };
  const [asked, setAsked] = useState<PenKind | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const toFocus = useRef(false);
  const begun = (['reply', 'note'] as const).filter(
    (kind) => !isEmpty(pens[kind].written) || pens[kind].written.sent !== null,
  );
  const kind = asked ?? begun[0] ?? null;
  const write = (next: PenKind) => {
    setAsked(next);
    if (kind === next) field.current?.focus();
    else toFocus.current = true;
  };
  // Once the field is there.
  useEffect(() => {
    if (!toFocus.current || field.current === null) return;
    toFocus.current = false;
    field.current.focus();
  });
  useCommand('ticket.reply', () => write('reply'));
  useCommand('ticket.note', () => write('note'));
  useCommand('ticket.other-kind', () => write(kind === 'reply' ? 'note' : 'reply'), kind !== null);
  return (
    <section className={classes.composer} data-kind={kind} aria-label="Write">
      <OtherDrafts
        ticketId={row.id}
        drafts={drafts.filter(({ owner, origin }) => owner.user !== person.user || origin !== null)}
        pens={pens}
        onTaken={write}
      />
      <div className={classes.kinds} role="toolbar" aria-label="What to write">
        {(['reply', 'note'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={classes.kind}
            aria-pressed={kind === each}
            data-kind={each}
            onClick={() => write(each)}
          >
            {each === 'reply' ? 'Answer' : 'Note'}
            {begun.includes(each) && kind !== each && <span className={classes.begun}>draft</span>}
            <KeysHint command={each === 'reply' ? 'ticket.reply' : 'ticket.note'} />
          </button>
        ))}
      </div>
      {kind !== null && (
        <Sheet
          key={kind}
          data={data}
          pen={pens[kind]}
          field={field}
          onWriting={onWriting}
          onKind={(other) => {
            write(other);
            return pens[other];
          }}
          onLeave={() => setAsked(null)}
        />
      )}
    </section>
  );
}
