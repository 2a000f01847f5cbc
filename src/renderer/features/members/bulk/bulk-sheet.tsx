import { useState } from 'react';
import { memberActions } from '../../../../contract/members/actions.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { SheetForm, SheetFrame } from '../../../components/panels/sheet-frame.tsx';
import { isRunning, startRun, usePresentRun } from '../../../components/runs/present-run.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useAllowedActions } from '../actions/allowed-actions.ts';
import { type DecisionDraft, type DraftErrors, decisionOf, emptyDraft } from '../actions/decision-draft.ts';
import { DecisionForm } from '../actions/decision-form.tsx';
import { DecisionPreview } from '../actions/decision-preview.tsx';
import { actionWords } from '../actions/decision-words.ts';
import classes from './bulk-sheet.module.css';
import { membersRun, membersWords } from './members-run.ts';

interface BulkSheetProps {
  /** Whom it is about; null while it is closed. */
  memberIds: readonly MemberId[] | null;
  nameOf: (id: MemberId) => string | undefined;
  onClose: () => void;
  onStarted: () => void;
}

/** One decision about all members that are selected, beside the list, which stays in sight. */
export function BulkSheet(props: BulkSheetProps) {
  const { actions } = useAllowedActions();
  // What was typed stays when the sheet is closed, until it is done.
  const [draft, setDraft] = useState<DecisionDraft>(() => emptyDraft(actions[0] ?? 'warn'));
  const { memberIds, onClose, onStarted } = props;
  return (
    <SheetFrame
      opened={memberIds !== null}
      side="right"
      width={520}
      dim={0.15}
      title={memberIds !== null && `Decide about ${membersWords(memberIds.length)}`}
      onClose={onClose}
    >
      {memberIds !== null && (
        <Sheet
          {...props}
          memberIds={memberIds}
          draft={draft}
          onDraft={setDraft}
          onStarted={() => {
            setDraft(emptyDraft(draft.action));
            onStarted();
          }}
        />
      )}
    </SheetFrame>
  );
}

interface SheetProps extends BulkSheetProps {
  memberIds: readonly MemberId[];
  draft: DecisionDraft;
  onDraft: (draft: DecisionDraft) => void;
}

function Sheet({ memberIds, nameOf, draft, onDraft, onClose, onStarted }: SheetProps) {
  const { actions, mayTell } = useAllowedActions();
  const { zone } = usePreferences();
  const reachable = useReachable();
  const [errors, setErrors] = useState<DraftErrors>({});
  usePresentRun();
  const busy = isRunning();
  const start = () => {
    if (busy || !reachable) return;
    const read = decisionOf(draft, { now: Date.now(), zone, mayTell });
    if (!read.ok) return setErrors(read.errors);
    const names = memberIds.flatMap((id): [MemberId, string][] => {
      const name = nameOf(id);
      return name === undefined ? [] : [[id, name]];
    });
    onClose();
    startRun(membersRun(read.decision, memberIds, new Map(names)));
    onStarted();
  };
  const { label, grave } = actionWords[draft.action];
  return (
    <SheetForm
      said={
        <p className={classes.hint}>
          {busy
            ? 'Another run is under way: this one can begin when it has ended.'
            : memberActions[draft.action].undoable
              ? 'One after the other; can be stopped and undone'
              : 'One after the other; can be stopped, not undone'}
        </p>
      }
      label={`${label}: ${membersWords(memberIds.length)}`}
      grave={grave}
      blocked={busy}
      onSend={start}
      onClose={onClose}
    >
      <DecisionForm
        value={draft}
        onChange={(next) => {
          setErrors({});
          onDraft(next);
        }}
        memberCount={memberIds.length}
        // A nickname is one member’s.
        actions={actions.filter((action) => action !== 'rename' || memberIds.length === 1)}
        errors={errors}
        mayTell={mayTell}
        preview={<DecisionPreview memberIds={memberIds} draft={draft} mayTell={mayTell} />}
      />
    </SheetForm>
  );
}
