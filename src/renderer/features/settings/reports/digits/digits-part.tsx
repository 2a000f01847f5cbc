import { useState } from 'react';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import { useListCursor } from '../../../../components/list/list-cursor.ts';
import { RowList } from '../../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { usePolicies, usePresets } from '../use-rules.ts';
import { deedsOf } from './deeds.ts';
import classes from './digits.module.css';
import { PresetDialog } from './preset-dialog.tsx';

/** What the nine digits of the keyboard decide about a case. */
export function DigitsPart() {
  const presets = usePresets();
  const policies = usePolicies();
  const refetch = () => {
    void presets.refetch();
    void policies.refetch();
  };
  useCommand('view.refresh', refetch);
  const failed = presets.error ?? policies.error;
  if (presets.data !== undefined && policies.data !== undefined) {
    return <Loaded presets={presets.data.presets} policies={policies.data.policies} />;
  }
  if (failed !== null) return <FailurePanel error={failed} what="the digits" onRetry={refetch} />;
  return presets.isPaused ? <WaitingPanel what="the digits" /> : <RowSkeletons label="Loading the digits" />;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

function Loaded({ presets, policies }: { presets: readonly Preset[]; policies: readonly Policy[] }) {
  const [edited, setEdited] = useState<number | null>(null);
  const cursor = useListCursor(digits, null, (digit) => setEdited(Number(digit)));
  return (
    <section className={classes.view} aria-label="Decisions on digits">
      <p className={classes.lead}>
        Pressed on an open case, a digit decides at once, and offers an undo. It does nothing where the policy
        does not allow it, and opens the form where a message has something left to fill in.
      </p>
      <RowList
        label="Digits"
        question="digits"
        keys={digits}
        rowAt={(index) => ({ digit: index + 1, preset: presets.find((it) => it.digit === index + 1) })}
        columns={classes.columns}
        rowHeight={36}
        header={
          <>
            <th scope="col">Digit</th>
            <th scope="col">Name</th>
            <th scope="col">What it does</th>
            <th scope="col">Policy</th>
            <th scope="col">Who is told</th>
          </>
        }
        cells={({ digit, preset }) => <Cells digit={digit} preset={preset} policies={policies} />}
        activeKey={cursor.activeKey}
        openKey={null}
        onActive={cursor.setActive}
        onOpen={(digit) => {
          cursor.setActive(digit);
          setEdited(Number(digit));
        }}
        onMore={undefined}
        footer={null}
        dimmed={false}
      />
      <PresetDialog digit={edited} presets={presets} policies={policies} onClose={() => setEdited(null)} />
    </section>
  );
}

interface CellsProps {
  digit: number;
  preset: Preset | undefined;
  policies: readonly Policy[];
}

function Cells({ digit, preset, policies }: CellsProps) {
  const policy = policies.find((it) => it.id === preset?.policyId);
  return (
    <>
      <td>
        <kbd className={classes.digit}>{digit}</kbd>
      </td>
      {preset === undefined ? (
        <>
          <td className={classes.none}>Does nothing</td>
          <td />
          <td />
          <td />
        </>
      ) : (
        <>
          <td className={classes.name}>
            <MemberText text={preset.name} />
          </td>
          <td className={classes.quiet}>{deedsOf(preset)}</td>
          <td className={classes.quiet}>
            {preset.policyId === null ? (
              'the case’s own'
            ) : (
              <MemberText text={policy?.name ?? 'one that is gone'} />
            )}
          </td>
          <td className={classes.quiet}>{toldOf(preset)}</td>
        </>
      )}
    </>
  );
}

function toldOf({ tellMember, tellReporters }: Preset): string {
  const told = [...(tellMember ? ['member'] : []), ...(tellReporters ? ['reporters'] : [])];
  return told.length === 0 ? 'nobody' : told.join(' and ');
}
