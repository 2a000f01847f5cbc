import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BulkTarget } from '../../../../../contract/reports/decisions.ts';
import { calls } from '../../../../transport/client.ts';
import type { CaseDraft, Ground } from '../case-draft.ts';
import { previewOf } from '../case-draft.ts';

/** How long typing rests before it is looked at, in milliseconds. */
const rest = 250;

export type CasePreview = ReturnType<typeof useCasePreview>;

/** What a draft would do to one case or many, as it is typed. */
export function useCasePreview(target: BulkTarget, draft: CaseDraft, ground: Ground) {
  const asked = JSON.stringify(previewOf(draft, ground));
  const [settled] = useDebouncedValue(asked, rest);
  const decision = useMemo(() => JSON.parse(settled) as ReturnType<typeof previewOf>, [settled]);
  const answer = useQuery(
    calls.reports.preview.queryOptions({
      input: decision === null ? skipToken : { target, decision },
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  return { answer, complete: asked !== 'null' };
}
