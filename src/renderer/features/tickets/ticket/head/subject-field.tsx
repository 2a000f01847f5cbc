import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useChangeTicket } from '../change/use-change-ticket.ts';
import { ChangeStrip } from './change-strip.tsx';
import classes from './ticket-head.module.css';

/** What the ticket is about, to be read and to be named better. */
export function SubjectField({ row }: { row: TicketRow }) {
  const reachable = useReachable();
  const change = useChangeTicket(row);
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const may = reachable && row.mergedInto === null;
  const edits = typed !== null;
  useCommand('ticket.subject', () => setTyped(row.subject), may && !edits);
  useEffect(() => {
    if (edits) field.current?.select();
  }, [edits]);
  const keep = () => {
    const subject = typed?.trim() ?? '';
    setTyped(null);
    if (subject !== '' && subject !== row.subject) change.apply({ subject });
  };
  return (
    <>
      {edits ? (
        <input
          ref={field}
          className={classes.edit}
          aria-label="Subject"
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              keep();
            }
            if (event.key === 'Escape') {
              event.preventDefault();
              setTyped(null);
            }
          }}
        />
      ) : (
        <h2 className={classes.subject}>
          <MemberText text={row.subject} />
          <button
            type="button"
            className={classes.pencil}
            aria-label="Change the subject"
            title="Change the subject (F2)"
            disabled={!may}
            onClick={() => setTyped(row.subject)}
          >
            <IconPencil size={15} stroke={1.6} aria-hidden />
          </button>
        </h2>
      )}
      <ChangeStrip change={change} />
    </>
  );
}
