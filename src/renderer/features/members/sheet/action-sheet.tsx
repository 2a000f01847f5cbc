import { Button } from '@mantine/core';
import { type RefObject, useRef, useState } from 'react';
import type { MemberAction } from '../../../../contract/members/actions.ts';
import type { Member } from '../../../../contract/members/member.ts';
import { SheetForm, SheetFrame } from '../../../components/panels/sheet-frame.tsx';
import { useWhileClosing } from '../../../components/panels/while-closing.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { usePreferences } from '../../../preferences/preferences.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useAllowedActions } from '../actions/allowed-actions.ts';
import {
  type DecisionDraft,
  type DraftErrors,
  decisionOf,
  emptyDraft,
  repeats,
  withAction,
} from '../actions/decision-draft.ts';
import { DecisionForm } from '../actions/decision-form.tsx';
import { DecisionPreview } from '../actions/decision-preview.tsx';
import { actionWords } from '../actions/decision-words.ts';
import classes from './action-sheet.module.css';
import { useKeptDecision } from './kept-decision.ts';
import { memberDifferences } from './member-differences.ts';
import { useDecision } from './use-decision.ts';

interface ActionSheetProps {
  member: Member;
  /** The action that opens it; null while it is closed. */
  action: MemberAction | null;
  onClose: () => void;
}

/** A decision about one member, over the list and beside the member's page, which stays in sight. */
export function ActionSheet({ member, action, onClose }: ActionSheetProps) {
  const shown = useWhileClosing(action);
  return (
    <SheetFrame
      opened={action !== null}
      side="left"
      width="clamp(440px, 36vw, 520px)"
      dim={0.06}
      title={
        <>
          Decide about <MemberText text={member.nickname} />
        </>
      }
      onClose={onClose}
    >
      {shown !== null && <Sheet member={member} action={shown} onClose={onClose} />}
    </SheetFrame>
  );
}

function Sheet({ member, action, onClose }: { member: Member; action: MemberAction; onClose: () => void }) {
  const { actions, mayTell } = useAllowedActions();
  const { zone } = usePreferences();
  const reachable = useReachable();
  const [chosen, setChosen] = useState(action);
  const [kept, keep] = useKeptDecision(member.id);
  const [errors, setErrors] = useState<DraftErrors>({});
  // What the person decides on: the member as they were when the sheet opened, or as looked at again since.
  const [seen, setSeen] = useState(member);
  const lookedAgain = useRef<HTMLButtonElement>(null);
  const decide = useDecision(member, {
    done() {
      keep(() => undefined);
      onClose();
    },
    refused: () => keep((now) => now && { ...now, unanswered: null }),
  });

  const draft = kept === undefined ? emptyDraft(chosen) : withActionOf(kept.draft, chosen);
  const unanswered = kept?.unanswered ?? null;
  const again = repeats(unanswered, draft);
  const differences = again ? [] : memberDifferences(seen, member, zone);
  const change = (next: DecisionDraft) => {
    setChosen(next.action);
    setErrors({});
    const untouched = JSON.stringify(next) === JSON.stringify(emptyDraft(next.action));
    keep(() => (untouched ? undefined : { draft: next, unanswered }));
  };
  const send = () => {
    if (decide.isPending || !reachable) return;
    if (again) return decide.mutate(unanswered.request);
    if (differences.length > 0) return lookedAgain.current?.focus();
    const read = decisionOf(draft, { now: Date.now(), zone, mayTell });
    if (!read.ok) return setErrors(read.errors);
    const request = {
      requestId: crypto.randomUUID(),
      memberId: member.id,
      seenAt: seen.updatedAt,
      decision: read.decision,
    };
    keep(() => ({ draft, unanswered: { draft, request } }));
    decide.mutate(request);
  };
  return (
    <SheetForm
      said={
        <>
          {decide.isError && (
            <p className={classes.failed} role="alert">
              {failureOf(decide.error).message}
            </p>
          )}
          {again && !decide.isPending && (
            <p className={classes.changed}>
              Nobody knows whether this arrived. Send it again as it is: it is done once, not twice.
            </p>
          )}
          {differences.length > 0 && (
            <Changed
              differences={differences}
              button={lookedAgain}
              onLooked={() => {
                setSeen(member);
                decide.reset();
              }}
            />
          )}
        </>
      }
      label={actionWords[draft.action].label}
      grave={actionWords[draft.action].grave}
      sending={decide.isPending}
      blocked={differences.length > 0}
      onSend={send}
      onClose={onClose}
    >
      <DecisionForm
        value={draft}
        onChange={change}
        memberCount={1}
        actions={actions}
        errors={errors}
        mayTell={mayTell}
        preview={<DecisionPreview memberIds={[member.id]} draft={draft} mayTell={mayTell} />}
      />
    </SheetForm>
  );
}

function Changed({
  differences,
  button,
  onLooked,
}: {
  differences: readonly string[];
  button: RefObject<HTMLButtonElement | null>;
  onLooked: () => void;
}) {
  return (
    <div className={classes.changed} role="alert">
      <p>The member changed while you were writing. {differences.join(' ')}</p>
      <Button ref={button} size="compact-sm" variant="default" onClick={onLooked}>
        I have looked, go on
      </Button>
    </div>
  );
}

function withActionOf(draft: DecisionDraft, action: MemberAction): DecisionDraft {
  return draft.action === action ? draft : withAction(draft, action);
}
