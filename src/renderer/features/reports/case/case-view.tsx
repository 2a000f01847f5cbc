import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../../components/panels/focus.ts';
import { PaneHeader } from '../../../components/panels/pane-header.tsx';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import classes from './case-view.module.css';

/** How a case left the person’s hands: `passed` is what they do not want next. */
export type CaseEnd = 'decided' | 'passed' | 'handed-over' | 'held';

export interface CaseViewProps {
  caseId: CaseId;
  /** The case as the queue shows it, until its own answer is there. */
  known: CaseRow | undefined;
  /** Claims the next case and opens it, as the frame’s key does. */
  onNext: () => void;
  /** Opens the case that was open before this one. */
  onPrevious: () => void;
  /** The case left the person’s hands. Whether the next one opens is the frame’s to know. */
  onDone: (caseId: CaseId, how: CaseEnd) => void;
  /** Opens another case: one of the same author. */
  onOpen: (caseId: CaseId) => void;
}

/** One case: what was reported, by whom and about whom, what became of it, and the decision. */
export function CaseView({ caseId, known }: CaseViewProps) {
  const pane = useFocusReturn<HTMLElement>();
  const answer = useQuery(calls.reports.get.queryOptions({ input: { caseId } }));
  const refresh = () => void answer.refetch();
  useChanges('case', (changed) => {
    if (changed === 'missed' || changed.has(caseId)) refresh();
  });
  const row = answer.data?.row ?? known;
  return (
    <section ref={pane} className={classes.page} aria-label={`Case ${caseId}`}>
      <PaneHeader what="case">
        <AgeBadge flush asOf={answer.data?.asOf} refreshing={answer.isFetching} onRefresh={refresh} />
      </PaneHeader>
      {row !== undefined ? (
        <h2 className={classes.subject}>Case {row.id}</h2>
      ) : answer.isError ? (
        <FailurePanel error={answer.error} what="case" onRetry={refresh} />
      ) : answer.isPaused ? (
        <WaitingPanel what="this case" />
      ) : (
        <RowSkeletons label="Loading the case" count={8} />
      )}
    </section>
  );
}
