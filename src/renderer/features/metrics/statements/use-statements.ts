import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mostStatements, type StatementQuery } from '../../../../contract/metrics/statements/values.ts';
import { calls } from '../../../transport/client.ts';
import type { StatementsAddress } from './statements-address.ts';

const day = 86_400;
/** Readings come by the minute: a range that goes on with the clock is asked for as often. */
const minute = 60;

/** What is asked for: the range in whole minutes. */
export function useStatementQuery(
  range: { from: number; to: number },
  { sort = 'total', q = '', new: onlyNew }: StatementsAddress,
): StatementQuery {
  // The moment that the view opened: a list that lets rows go by itself would surprise.
  const [yesterday] = useState(() => Math.floor(Date.now() / 1000) - day);
  const from = Math.floor(range.from / minute) * minute;
  return {
    range: { from, to: Math.max(from + minute, Math.ceil(range.to / minute) * minute) },
    sort,
    limit: mostStatements,
    search: q.trim(),
    newSince: onlyNew === '1' ? yesterday : null,
  };
}

export function useStatements(query: StatementQuery) {
  return useQuery(
    calls.metrics.statements.list.queryOptions({
      input: query,
      placeholderData: keepPreviousData,
      refetchInterval: minute * 1000,
    }),
  );
}
