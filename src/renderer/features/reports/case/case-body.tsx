import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { skewOf } from '../../../preferences/server-clock.ts';
import type { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { ClaimBar } from '../claim/claim-bar.tsx';
import { useClaim } from '../claim/use-claim.ts';
import type { CaseDraft } from '../decide/case-draft.ts';
import { DecisionSheet } from '../decide/decision-sheet.tsx';
import { Dock } from '../decide/digits/dock.tsx';
import { useGoesOn } from '../decide/digits/goes-on.ts';
import { useDeciding } from '../decide/use-deciding.ts';
import { standingOf } from '../queue/case-words.ts';
import { AuthorPart } from './author/author-part.tsx';
import { CaseHead } from './case-head.tsx';
import { useRules } from './case-queries.ts';
import classes from './case-view.module.css';
import type { CaseEnd } from './case-view.tsx';
import { EvidencePart } from './evidence/evidence-part.tsx';
import { FromSupport } from './from-support.tsx';
import { CaseHistory } from './history/case-history.tsx';
import { Reporters } from './reporters.tsx';
import { ScoreSum } from './score-sum.tsx';

interface CaseBodyProps {
  data: Awaited<ReturnType<typeof client.reports.get>>;
  /** When the answer came, in milliseconds by this machine’s clock. */
  receivedAt: number;
  /** The form of the decision was opened, or closed. */
  onWriting: (begun: boolean) => void;
  onNext: () => void;
  onPrevious: () => void;
  onEnd: (how: CaseEnd) => void;
  onOpen: (caseId: CaseId) => void;
}

/** All of one case on one screen: the evidence at the left, the people and the past at the right, the decision below. */
export function CaseBody(props: CaseBodyProps) {
  const { data, receivedAt, onWriting, onNext, onPrevious, onEnd, onOpen } = props;
  const { row, terms, evidence, reports, author, otherCases, events, decisions, asOf } = data;
  const { person } = useSignedIn();
  const rules = useRules();
  const { policies, presets } = rules;
  const [skew] = useState(() => skewOf(asOf, receivedAt));
  const standing = standingOf(row, person.user, useNow() + skew);
  const claim = useClaim(row, skew);
  const deciding = useDeciding(row, () => end('decided'));
  const [goesOn] = useGoesOn();
  const [formOpen, setFormOpen] = useState(false);
  const authorKnown = author !== null;

  const openForm = (draft?: CaseDraft) => {
    if (draft !== undefined) deciding.type(draft);
    // Whoever writes a decision holds the case, so that nobody else is given it meanwhile.
    if (standing.kind === 'free') claim.take();
    setFormOpen(true);
    onWriting(true);
  };
  const closeForm = () => {
    setFormOpen(false);
    onWriting(false);
  };
  const end = (how: CaseEnd) => {
    closeForm();
    onEnd(how);
    // What is passed over the frame follows up by itself.
    if (how !== 'passed' && goesOn) onNext();
  };
  return (
    <div className={classes.body}>
      <CaseHead row={row} />
      <ScoreSum terms={terms} score={row.score} />
      <ClaimBar
        row={row}
        skew={skew}
        claim={claim}
        onPassed={() => end('passed')}
        onHandedOver={() => end('handed-over')}
        onHeld={() => end('held')}
      />
      <div className={classes.columns}>
        <div className={classes.main} tabIndex={-1}>
          <EvidencePart row={row} evidence={evidence} />
        </div>
        <div className={classes.side} tabIndex={-1}>
          <AuthorPart row={row} author={author} otherCases={otherCases} onOpen={onOpen} />
          {(row.reports === 0 || events.some(({ kind }) => kind === 'referred')) && (
            <FromSupport caseId={row.id} />
          )}
          {row.reports > 0 && <Reporters row={row} reports={reports} />}
          <CaseHistory caseId={row.id} events={events} decisions={decisions} />
        </div>
      </div>
      {row.state === 'done' ? (
        <div className={classes.over}>
          <p>This case is done: what was decided, and its undo, stand in its history.</p>
          <Button size="compact-sm" variant="default" onClick={onPrevious}>
            The case before
          </Button>
          <Button size="compact-sm" onClick={onNext} rightSection={<KeysHint command="queue.next" />}>
            Next case
          </Button>
        </div>
      ) : policies !== undefined && presets !== undefined ? (
        <Dock
          row={row}
          standing={standing}
          authorKnown={authorKnown}
          policies={policies}
          presets={presets}
          deciding={deciding}
          formOpen={formOpen}
          onForm={openForm}
        />
      ) : rules.error !== null ? (
        <div className={classes.over} role="alert">
          <p>{failureOf(rules.error).message}</p>
          <Button size="compact-sm" variant="default" onClick={rules.retry}>
            Try again
          </Button>
        </div>
      ) : (
        <div className={classes.dockToBe} role="status" aria-label="Loading what can be decided" />
      )}
      <DecisionSheet
        row={row}
        events={events}
        authorKnown={authorKnown}
        policies={policies ?? []}
        deciding={deciding}
        opened={formOpen}
        onClose={closeForm}
      />
    </div>
  );
}
