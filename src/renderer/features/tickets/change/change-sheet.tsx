import { useState } from 'react';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import { SheetForm, SheetFrame } from '../../../components/panels/sheet-frame.tsx';
import { isRunning, startRun, usePresentRun } from '../../../components/runs/present-run.ts';
import { countWords } from '../../../components/runs/run-words.ts';
import { visibleString } from '../../../components/text/visible-text.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { failureOf } from '../../../transport/failure.ts';
import { tickets } from '../desk-views.ts';
import { type ChangeDraft, changeOf, unchanged } from './change-draft.ts';
import classes from './change-form.module.css';
import { ChangeForm, type ChangePart } from './change-form.tsx';
import { useChangeOne } from './change-one.ts';
import { ticketsRun } from './tickets-run.ts';

/** Which tickets are to be changed, and in what first of all. */
export interface ChangeTarget {
  readonly ids: readonly string[];
  readonly first: ChangePart;
}

interface ChangeSheetProps {
  /** Null while it is closed. */
  target: ChangeTarget | null;
  rowOf: (id: string) => TicketRow | undefined;
  onClose: () => void;
  /** It is done, or under way. */
  onDone: () => void;
}

/** Changes one ticket, or all that are selected, beside the list, which stays in sight. */
export function ChangeSheet({ target, onDone, ...rest }: ChangeSheetProps) {
  // What was chosen for these tickets stays when the sheet is closed, until it is done.
  const [kept, setKept] = useState<{ of: string; draft: ChangeDraft } | null>(null);
  const of = target?.ids.join() ?? '';
  return (
    <SheetFrame
      opened={target !== null}
      side="right"
      width={440}
      dim={0.15}
      title={target !== null && titleOf(target)}
      onClose={rest.onClose}
    >
      {target !== null && (
        <Sheet
          key={of}
          {...rest}
          target={target}
          draft={begunIn(target.first, kept?.of === of ? kept.draft : unchanged)}
          onDraft={(part) =>
            setKept((now) => ({
              of,
              draft: { ...begunIn(target.first, now?.of === of ? now.draft : unchanged), ...part },
            }))
          }
          onDone={() => {
            setKept(null);
            onDone();
          }}
        />
      )}
    </SheetFrame>
  );
}

function titleOf({ ids }: ChangeTarget): string {
  return ids.length === 1 ? `Change ticket ${ids[0]}` : `Change ${countWords(ids.length, tickets)}`;
}

/** Whoever comes to snooze finds a usual time chosen. */
function begunIn(first: ChangePart, draft: ChangeDraft): ChangeDraft {
  return first === 'snooze' && draft === unchanged
    ? { ...draft, snooze: { kind: 'hours', hours: 24 } }
    : draft;
}

interface SheetProps extends ChangeSheetProps {
  target: ChangeTarget;
  draft: ChangeDraft;
  onDraft: (part: Partial<ChangeDraft>) => void;
}

function Sheet({ target, draft, rowOf, onDraft, onClose, onDone }: SheetProps) {
  const { ids, first } = target;
  const { zone } = usePreferences();
  const [problem, setProblem] = useState<{ where: 'snooze' | null; words: string } | null>(null);
  usePresentRun();
  const many = ids.length > 1;
  const busy = many && isRunning();
  // One id for one change: sent again after a lost answer, it is made once.
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const one = useChangeOne({ onDone });

  const send = () => {
    if (busy || one.isPending) return;
    const read = changeOf(draft, Date.now(), zone);
    if (!read.ok) return setProblem({ where: read.where, words: read.problem });
    const { change } = read;
    const ticketIds = ids.map((id) => TicketId.parse(id));
    const [ticketId] = ticketIds;
    if (ticketId === undefined) return;
    if (!many) {
      const seenVersion = rowOf(ticketId)?.version ?? 0;
      return one.mutate({ requestId, ticketId, seenVersion, change });
    }
    const names = ids.flatMap((id): [string, string][] => {
      const row = rowOf(id);
      return row === undefined ? [] : [[id, visibleString(row.subject)]];
    });
    onDone();
    startRun(ticketsRun({ change, ticketIds, names: new Map(names) }));
  };
  return (
    <SheetForm
      said={
        one.isError ? (
          <p className={classes.failed} role="alert">
            {failureOf(one.error).message}
          </p>
        ) : problem !== null && problem.where === null ? (
          <p className={classes.failed} role="alert">
            {problem.words}
          </p>
        ) : (
          <p className={classes.said}>
            {busy
              ? 'Another run is under way: this one can begin when it has ended.'
              : many
                ? 'One after the other; can be stopped and undone'
                : 'Can be undone'}
          </p>
        )
      }
      label={many ? `Change ${countWords(ids.length, tickets)}` : 'Change'}
      grave={undefined}
      sending={one.isPending}
      blocked={busy}
      onSend={send}
      onClose={onClose}
    >
      <ChangeForm
        draft={draft}
        first={first}
        problem={problem?.where === 'snooze' ? problem.words : undefined}
        onChange={(part) => {
          setProblem(null);
          one.reset();
          setRequestId(crypto.randomUUID());
          onDraft(part);
        }}
      />
    </SheetForm>
  );
}
