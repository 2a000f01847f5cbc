import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Moved, Weights } from '../../../../../contract/reports/policies.ts';
import { Part } from '../../../../components/panels/part.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { calls } from '../../../../transport/client.ts';
import { subjectWords } from '../../../reports/case/case-words.ts';
import { Severity } from '../../../reports/queue/rows/severity.tsx';
import classes from './weights.module.css';

const figure = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** The thirty cases that would come first, with where each stands now. Nothing is changed by looking. */
export function MovedCases({ weights, isChanged }: { weights: Weights; isChanged: boolean }) {
  const [tried] = useDebouncedValue(weights, 150);
  const answer = useQuery(
    calls.reports.tryWeights.queryOptions({
      input: { weights: tried },
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  return (
    <div className={classes.effect}>
      <Part title={isChanged ? 'What would come first' : 'What comes first'} answer={answer}>
        {({ moved, looked }) => <Table moved={moved} looked={looked} dimmed={answer.isPlaceholderData} />}
      </Part>
    </div>
  );
}

function Table({ moved, looked, dimmed }: { moved: readonly Moved[]; looked: number; dimmed: boolean }) {
  if (moved.length === 0)
    return <p className={classes.hint}>No case is open: there is nothing to put in order.</p>;
  const rising = moved.filter((it) => it.after < it.before).length;
  const falling = moved.filter((it) => it.after > it.before).length;
  return (
    <>
      <p className={classes.hint} role="status">
        Of the first {figure.format(looked)} open cases, these {moved.length}:{' '}
        {rising + falling === 0 ? 'all where they are now' : `${rising} rise, ${falling} fall`}.
      </p>
      <table className={classes.moved} data-dimmed={dimmed || undefined}>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Moves</th>
            <th scope="col">Case</th>
            <th scope="col">Policy</th>
            <th scope="col">Points</th>
          </tr>
        </thead>
        <tbody>
          {moved.map((it) => (
            <MovedRow key={it.row.id} {...it} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function MovedRow({ row, before, after, scoreAfter }: Moved) {
  const by = before - after;
  return (
    <tr>
      <td className={classes.place}>{after}</td>
      <td className={classes.move} data-way={by > 0 ? 'up' : by < 0 ? 'down' : undefined}>
        {by === 0 ? '' : `${by > 0 ? '↑' : '↓'} from ${before}`}
      </td>
      <td>
        <MemberText text={row.excerpt === '' ? subjectWords(row.subject.kind) : row.excerpt} />
      </td>
      <td className={classes.policy}>
        <Severity value={row.severity} />{' '}
        <span>
          <MemberText text={row.policy} />
        </span>
      </td>
      <td>
        {figure.format(row.score)}
        {row.score !== scoreAfter && ` → ${figure.format(scoreAfter)}`}
      </td>
    </tr>
  );
}
