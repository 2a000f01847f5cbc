import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mostStatements, type StatementQuery } from '../../../../contract/metrics/statements/values.ts';
import { calls } from '../../../transport/client.ts';
import type { StatementsAddress } from './statements-address.ts';

const day = 86_400;
/** Readings come by the minute: a range that goes on with the clock is asked for as often. */
const minute = 60;

/** A range that goes on with the clock reaches beyond it, so that a reading is there as soon as it was made. */
const beyond = 10 * minute;

/** A range in whole minutes. */
export function inMinutes({ from, to, isLive }: { from: number; to: number; isLive: boolean }) {
  const start = Math.floor(from / minute) * minute;
  const end = Math.ceil(to / minute) * minute;
  return { from: start, to: Math.max(start + minute, isLive ? end + beyond : end) };
}

/** What is asked for. */
export function useStatementQuery(
  range: { from: number; to: number; isLive: boolean },
  { sort = 'total', q = '', new: onlyNew }: StatementsAddress,
): StatementQuery {
  // The moment that the view opened: a list that lets rows go by itself would surprise.
  const [yesterday] = useState(() => Math.floor(Date.now() / 1000) - day);
  return {
    range: inMinutes(range),
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
