import type { ReactNode } from 'react';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useDeskRules } from '../use-desk-rules.ts';
import type { SavedRules } from './use-rules-form.ts';

/** Hours and targets once they are there; until then, that they come, or why they do not. */
export function RulesLoaded({
  what,
  children,
}: {
  what: string;
  children: (saved: SavedRules) => ReactNode;
}) {
  const answer = useDeskRules();
  useCommand('view.refresh', () => void answer.refetch());
  if (answer.data !== undefined) return children(answer.data);
  if (answer.isError) {
    return <FailurePanel error={answer.error} what={what} onRetry={() => void answer.refetch()} />;
  }
  return answer.isPaused ? <WaitingPanel what={what} /> : <RowSkeletons label={`Loading ${what}`} />;
}
