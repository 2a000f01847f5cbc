import { useState } from 'react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../../components/panels/focus.ts';
import { PaneHeader } from '../../../components/panels/pane-header.tsx';
import { lookingWords } from '../../looking/looking-words.ts';
import { useLooking } from '../../looking/use-looking.ts';
import { CaseBody } from './case-body.tsx';
import { CaseHead } from './case-head.tsx';
import { useCase } from './case-queries.ts';
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
export function CaseView({ caseId, known, onNext, onPrevious, onDone, onOpen }: CaseViewProps) {
  const pane = useFocusReturn<HTMLElement>();
  const { answer, refresh } = useCase(caseId);
  // The case whose decision is being written: none other is, whatever is opened beside it.
  const [writing, setWriting] = useState<CaseId | null>(null);
  const others = useLooking({ kind: 'case', id: caseId }, writing === caseId);
  const { data } = answer;
  return (
    <section ref={pane} className={classes.page} aria-label={`Case ${caseId}`}>
      <PaneHeader what="case">
        <div className={classes.lead}>
          <AgeBadge flush asOf={data?.asOf} refreshing={answer.isFetching} onRefresh={refresh} />
          <p className={classes.others} role="status">
            {lookingWords(others, 'a decision')}
          </p>
        </div>
      </PaneHeader>
      {data !== undefined ? (
        <CaseBody
          key={caseId}
          data={data}
          receivedAt={answer.dataUpdatedAt}
          onWriting={(begun) => setWriting(begun ? caseId : null)}
          onNext={onNext}
          onPrevious={onPrevious}
          onEnd={(how) => onDone(caseId, how)}
          onOpen={onOpen}
        />
      ) : (
        <>
          {known !== undefined && <CaseHead row={known} />}
          {answer.isError ? (
            <FailurePanel error={answer.error} what="case" onRetry={refresh} />
          ) : answer.isPaused ? (
            <WaitingPanel what="this case" />
          ) : (
            <RowSkeletons label="Loading the case" count={10} />
          )}
        </>
      )}
    </section>
  );
}
