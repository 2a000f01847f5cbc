import { skipToken, useQuery } from '@tanstack/react-query';
import { useNickname } from '../../../components/filters/nickname.ts';
import { calls } from '../../../transport/client.ts';
import type { ReportsAddress } from '../reports-address.ts';
import type { Names } from './filter-words.ts';

/** The names of the policy and the members that an address names by their ids, as far as they are known. */
export function useNames({ policy, author, reporter }: ReportsAddress): Names {
  // With those that are out of use: their cases are still there.
  const { data } = useQuery(
    calls.reports.policies.queryOptions({ input: policy === undefined ? skipToken : { removed: true } }),
  );
  return {
    policy: data?.policies.find(({ id }) => id === policy)?.name,
    author: useNickname(author),
    reporter: useNickname(reporter),
  };
}
