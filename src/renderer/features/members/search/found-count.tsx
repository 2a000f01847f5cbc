import { useQuery } from '@tanstack/react-query';
import type { MemberQuery } from '../../../../contract/members/search.ts';
import { calls } from '../../../transport/client.ts';
import { countOf } from './found-members.ts';
import classes from './search-bar.module.css';

const figure = new Intl.NumberFormat('en-GB');

/** How many a search finds. Asked for once its first rows are there, which matter more. */
export function FoundCount({ query, settled }: { query: MemberQuery; settled: boolean }) {
  const { data } = useQuery(calls.members.count.queryOptions({ input: countOf(query), enabled: settled }));
  if (data === undefined || (data.count === 0 && !data.more)) return null;
  return (
    <span className={classes.count}>
      {figure.format(data.count)}
      {data.more && '+'} {data.count === 1 && !data.more ? 'member' : 'members'}
    </span>
  );
}
