import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import type { Highlight } from '../../../../contract/tickets/search.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { StatusCell, WithCell } from '../list/rows/ticket-cells.tsx';
import rowClasses from '../list/rows/ticket-list.module.css';
import classes from './search.module.css';

/** Above the cells, in their order. */
export function FoundHeader() {
  return (
    <>
      <th scope="col">Ticket</th>
      <th scope="col">Status</th>
      <th scope="col">With</th>
    </>
  );
}

const whereWords: Record<Exclude<Highlight['where'], 'subject' | 'name'>, string> = {
  in: 'They wrote',
  out: 'We wrote',
  note: 'A note says',
};

/** A ticket that was found, and where in it what was typed stands. */
export function FoundCells({ row, found }: { row: TicketRow; found: readonly Highlight[] }) {
  const subject = found.find((it) => it.where === 'subject' && it.text === row.subject);
  const shown = found.find((it) => it.where === 'name' && it.text === row.from);
  const other = found.find((it) => it.where === 'name' && it.text !== row.from);
  const piece = found.find((it) => it.where !== 'subject' && it.where !== 'name');
  return (
    <>
      <td>
        <span className={rowClasses.first}>
          <span className={classes.number}>#{row.id}</span>
          <span className={classes.subject}>
            <Marked text={row.subject} found={subject} />
          </span>
          <span className={classes.from}>
            <Marked text={row.from} found={shown} />
          </span>
          {other !== undefined && (
            <span className={classes.from}>
              as <Marked text={other.text} found={other} />
            </span>
          )}
        </span>
        <span className={rowClasses.second}>
          {piece === undefined ? (
            <span className={rowClasses.aside}>
              <MemberText text={row.excerpt} />
            </span>
          ) : (
            <>
              <span className={classes.where}>{whereWords[piece.where as keyof typeof whereWords]}</span>
              <span className={rowClasses.aside}>
                <Marked text={piece.text} found={piece} />
              </span>
            </>
          )}
        </span>
      </td>
      <StatusCell row={row} />
      <WithCell row={row} />
    </>
  );
}

/** Text, with what was found in it marked. */
export function Marked({ text, found }: { text: string; found: Highlight | undefined }) {
  const marks = found?.marks.map(({ start, end }) => ({ start, length: end - start }));
  return <MemberText text={text} mark={marks} />;
}
