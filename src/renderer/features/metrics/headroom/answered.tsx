import type { ReactNode } from 'react';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import type { PartAnswer } from '../../../components/panels/part.tsx';

/** What a query gave, or in its place that it is read, cannot be now, or failed. What was read before stays. */
export function Answered<Answer>({
  answer,
  what,
  children,
}: {
  answer: PartAnswer<Answer>;
  what: string;
  children: (answer: Answer) => ReactNode;
}) {
  if (answer.data !== undefined) return children(answer.data);
  if (answer.isPaused) return <WaitingPanel what={what} />;
  if (answer.error !== null)
    return <FailurePanel error={answer.error} what={what} onRetry={() => answer.refetch()} />;
  return <RowSkeletons label={`Loading ${what}`} />;
}
