import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { failureOf } from '../../../transport/failure.ts';
import { shortStatus } from '../ticket/ticket-words.ts';
import { whyNotMerged } from './merge-words.ts';
import classes from './merging.module.css';
import type { Candidates } from './use-candidates.ts';

interface TicketChoiceProps {
  row: TicketRow;
  candidates: Candidates;
  typed: string;
  chosen: readonly TicketRow[];
  onChange: (chosen: readonly TicketRow[]) => void;
}

/** Tickets to choose from; those that are chosen stay in sight, whatever is typed. */
export function TicketChoice({ row, candidates, typed, chosen, onChange }: TicketChoiceProps) {
  const isChosen = ({ id }: TicketRow) => chosen.some((it) => it.id === id);
  const found = candidates.rows?.filter((it) => !isChosen(it));
  const options = [...chosen, ...(found ?? [])];
  return (
    <fieldset className={classes.choice}>
      <legend>{typed.trim() === '' ? 'Tickets of the same member' : 'Tickets found'}</legend>
      {options.map((option) => {
        const whyNot = whyNotMerged(row, option);
        return (
          <label key={option.id} className={classes.option} data-off={whyNot !== null || undefined}>
            <input
              type="checkbox"
              checked={isChosen(option)}
              disabled={whyNot !== null}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, option]
                    : chosen.filter(({ id }) => id !== option.id),
                )
              }
            />
            <span className={classes.number}>{option.id}</span>
            <span className={classes.text}>
              <MemberText text={option.subject} />
            </span>
            <span className={classes.quiet}>{whyNot ?? shortStatus[option.status]}</span>
            <Moment at={option.lastAt} shape="relative" />
          </label>
        );
      })}
      {candidates.error !== null ? (
        <p className={classes.failed} role="alert">
          {failureOf(candidates.error).message}
        </p>
      ) : (
        <p className={classes.quiet} role="status">
          {found === undefined
            ? 'Looking…'
            : found.length > 0 || options.length > 0
              ? ''
              : typed.trim() === ''
                ? 'There is no other. Type the number of a ticket, or words that stand in it.'
                : 'None found.'}
        </p>
      )}
    </fieldset>
  );
}
