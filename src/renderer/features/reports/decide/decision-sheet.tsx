import { Button } from '@mantine/core';
import { type RefObject, useRef, useState } from 'react';
import type { CaseEvent } from '../../../../contract/reports/case.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { SheetForm, SheetFrame } from '../../../components/panels/sheet-frame.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { useNow } from '../../../preferences/clock.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { useStaffNames } from '../../staff/staff-name.tsx';
import { doWords } from './action-words.ts';
import { caseDifferences } from './case-differences.ts';
import { type CaseDraft, type DraftErrors, decisionOf, emptyDraft } from './case-draft.ts';
import classes from './decision-sheet.module.css';
import { whyNotKind } from './digits/preset-draft.ts';
import { DecisionForm } from './form/decision-form.tsx';
import { PreviewSection } from './form/preview-section.tsx';
import { useCasePreview } from './form/use-case-preview.ts';
import { repeats } from './intention.ts';
import type { Deciding } from './use-deciding.ts';

interface DecisionSheetProps {
  row: CaseRow;
  events: readonly CaseEvent[];
  authorKnown: boolean;
  policies: readonly Policy[];
  deciding: Deciding;
  opened: boolean;
  onClose: () => void;
}

/** The whole decision about one case, over the list and beside the case, which stays in sight. */
export function DecisionSheet(props: DecisionSheetProps) {
  const { row, opened, onClose } = props;
  return (
    <SheetFrame
      opened={opened}
      side="left"
      width="clamp(440px, 36vw, 520px)"
      dim={0.06}
      title={`Decide about case ${row.id}`}
      onClose={onClose}
    >
      <Sheet {...props} />
    </SheetFrame>
  );
}

function Sheet({ row, events, authorKnown, policies, deciding, onClose }: DecisionSheetProps) {
  const { site } = useSignedIn();
  const { zone } = usePreferences();
  const now = useNow();
  const reachable = useReachable();
  const nameOf = useStaffNames();
  const [errors, setErrors] = useState<DraftErrors>({});
  // What the person decides on: the case as it was when the sheet opened, or as looked at again since.
  const [seen, setSeen] = useState({ row, events });
  const lookedAgain = useRef<HTMLButtonElement>(null);
  const mayTell = site.procedures.includes('notify_member');
  const draft = deciding.typed ?? emptyDraft(row.policyId);
  const policy = policies.find(({ id }) => id === draft.policyId);
  const again = repeats(deciding.unanswered, draft);
  const differences = again ? [] : caseDifferences(seen, { row, events }, nameOf, zone);
  const preview = useCasePreview({ caseIds: [row.id] }, draft, { now, zone, policy, mayTell });
  const change = (next: CaseDraft) => {
    setErrors({});
    deciding.forgetError();
    const untouched = JSON.stringify(next) === JSON.stringify(emptyDraft(row.policyId));
    deciding.type(untouched ? undefined : next);
  };
  const send = () => {
    if (deciding.sending || !reachable) return;
    if (again && deciding.unanswered !== null) return deciding.sendAgain(deciding.unanswered);
    if (differences.length > 0) return lookedAgain.current?.focus();
    const read = decisionOf(draft, { now: Date.now(), zone, policy, mayTell });
    if (!read.ok) return setErrors(read.errors);
    deciding.send(draft, read.decision, seen.row.version);
  };
  return (
    <SheetForm
      said={
        <>
          {deciding.error !== null && !again && (
            <p className={classes.failed} role="alert">
              {failureOf(deciding.error).message}
            </p>
          )}
          {again && !deciding.sending && (
            <p className={classes.changed}>
              Nobody knows whether this arrived. Send it again as it is: it is done once, not twice.
            </p>
          )}
          {differences.length > 0 && (
            <Changed
              differences={differences}
              button={lookedAgain}
              over={row.state === 'done'}
              onLooked={() => {
                setSeen({ row, events });
                deciding.forgetError();
              }}
            />
          )}
        </>
      }
      label={draft.kinds.length === 0 ? 'Decide' : doWords(draft.kinds)}
      grave={draft.kinds.includes('ban') || draft.kinds.includes('suspend')}
      sending={deciding.sending}
      blocked={differences.length > 0 || row.state === 'done'}
      onSend={send}
      onClose={onClose}
    >
      <DecisionForm
        value={draft}
        onChange={change}
        policies={policies}
        whyNot={(kind) => whyNotKind(kind, policy, { subjectKind: row.subject.kind, authorKnown, site })}
        errors={errors}
        mayTell={mayTell}
        cases={1}
        suggestions={[
          ...new Set([row.policy, ...row.reasons.map((reason) => `As reported: ${plainWords(reason)}`)]),
        ]}
        messages={preview.answer.data?.messages ?? []}
        preview={<PreviewSection preview={preview} />}
      />
    </SheetForm>
  );
}

function Changed({
  differences,
  button,
  over,
  onLooked,
}: {
  differences: readonly string[];
  button: RefObject<HTMLButtonElement | null>;
  /** Someone else decided it: there is nothing left to decide. */
  over: boolean;
  onLooked: () => void;
}) {
  return (
    <div className={classes.changed} role="alert">
      <p>
        The case changed while you were writing. {differences.join(' ')}
        {over && ' What you typed is kept, should the decision be taken back.'}
      </p>
      {!over && (
        <Button ref={button} size="compact-sm" variant="default" onClick={onLooked}>
          I have looked, go on
        </Button>
      )}
    </div>
  );
}
