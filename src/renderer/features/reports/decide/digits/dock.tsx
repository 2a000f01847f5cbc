import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import type { CaseRow } from '../../../../../contract/reports/queue.ts';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import type { Standing } from '../../queue/case-words.ts';
import type { CaseDraft } from '../case-draft.ts';
import type { Deciding } from '../use-deciding.ts';
import { ConfirmPanel } from './confirm-panel.tsx';
import classes from './dock.module.css';
import { useGoesOn } from './goes-on.ts';
import { fitPreset } from './preset-draft.ts';
import { PresetGrid } from './preset-grid.tsx';
import { usePresetPress } from './use-preset-press.ts';

interface DockProps {
  row: CaseRow;
  standing: Standing;
  authorKnown: boolean;
  policies: readonly Policy[];
  presets: readonly Preset[];
  deciding: Deciding;
  /** The form of the whole decision is open. */
  formOpen: boolean;
  /** Opens it, with a draft that is begun or, without one, with what was kept. */
  onForm: (draft?: CaseDraft) => void;
}

/** The decision, always in sight: the digits, what became of the last key, and the way to the whole form. */
export function Dock(props: DockProps) {
  const { row, standing, authorKnown, policies, presets, deciding, formOpen, onForm } = props;
  const { site } = useSignedIn();
  const reachable = useReachable();
  const [goesOn, setGoesOn] = useGoesOn();
  const mayTell = site.procedures.includes('notify_member');
  const preset = usePresetPress({ row, policies, mayTell, deciding, onForm });
  const ground = {
    subjectKind: row.subject.kind,
    authorKnown,
    policyId: row.policyId,
    policies,
    site,
  };
  const { asking, looking } = preset;
  const error = deciding.error ?? preset.error;
  const blocked = !reachable
    ? 'it waits until the database answers again'
    : standing.kind === 'taken'
      ? `${standing.name} has the case`
      : deciding.unanswered !== null
        ? 'nobody knows yet whether the last decision arrived'
        : null;
  const busy = looking?.preset.digit ?? null;
  useCommand('case.decide', () => onForm(), standing.kind !== 'taken' && !formOpen);
  return (
    <section className={classes.dock} aria-label="Decision" aria-busy={busy !== null || deciding.sending}>
      {deciding.unanswered !== null && !deciding.sending && !formOpen && (
        <Said>
          Nobody knows whether “{deciding.unanswered.draft.reason}” arrived. Send it again as it is: it is
          done once, not twice.
          <Button
            size="compact-xs"
            variant="default"
            disabled={!reachable}
            onClick={() => deciding.unanswered && deciding.sendAgain(deciding.unanswered)}
          >
            Send it again
          </Button>
        </Said>
      )}
      {error !== null && deciding.unanswered === null && !formOpen && (
        <Said alert>{failureOf(error).message}</Said>
      )}
      {asking !== null ? (
        <ConfirmPanel
          asking={asking}
          onConfirm={preset.confirm}
          onChange={() => {
            preset.leave();
            onForm(asking.fitted.draft);
          }}
          onLeave={preset.leave}
        />
      ) : (
        <>
          <PresetGrid
            presets={presets.map((each) => fitPreset(each, ground))}
            blocked={blocked}
            busy={deciding.sending ? null : busy}
            onPress={(fitted) => void preset.press(fitted)}
          />
          <div className={classes.foot}>
            <p className={classes.quiet} role="status">
              {deciding.sending ? 'Deciding…' : blocked !== null && sentence(blocked)}
            </p>
            {deciding.typed !== undefined && !formOpen && deciding.unanswered === null && (
              <span className={classes.kept}>
                <button type="button" onClick={() => onForm()}>
                  Go on with the draft
                </button>
                <button type="button" onClick={() => deciding.type(undefined)}>
                  Drop it
                </button>
              </span>
            )}
            <Checkbox
              size="xs"
              label="Then open the next case"
              checked={goesOn}
              onChange={(event) => setGoesOn(event.currentTarget.checked)}
            />
            <Button
              size="compact-sm"
              variant="default"
              disabled={standing.kind === 'taken'}
              onClick={() => onForm()}
              rightSection={<KeysHint command="case.decide" />}
            >
              Decide in full…
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Said({ alert = false, children }: { alert?: boolean; children: ReactNode }) {
  return (
    <div className={classes.said} data-alert={alert || undefined} role={alert ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
