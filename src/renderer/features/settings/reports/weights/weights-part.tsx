import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Weights } from '../../../../../contract/reports/policies.ts';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { submitKey } from '../../../../keys/submit-key.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { useRuleChange, useWeights } from '../use-rules.ts';
import { MovedCases } from './moved-cases.tsx';
import { Stepper } from './stepper.tsx';
import { terms, weightWords } from './terms.ts';
import classes from './weights.module.css';

interface Saved {
  readonly version: number;
  readonly weights: Weights;
  readonly savedAt: string;
  readonly savedBy: string;
}

/** How the order of the queue is reckoned, and what another reckoning would make of the queue there is. */
export function WeightsPart() {
  const answer = useWeights();
  useCommand('view.refresh', () => void answer.refetch());
  if (answer.data !== undefined) return <Loaded saved={answer.data} />;
  if (answer.isError) {
    return <FailurePanel error={answer.error} what="the weights" onRetry={() => void answer.refetch()} />;
  }
  return answer.isPaused ? <WaitingPanel what="the weights" /> : <RowSkeletons label="Loading the weights" />;
}

/** Weights as they are set and not saved: the version that the person saw, and theirs. */
interface KeptWeights {
  readonly seen: Saved;
  readonly weights: Weights;
}
const drafts = createDrafts<KeptWeights>();

/** The same changes on top of what someone saved meanwhile: what the person set stays, the others are as saved. */
function rebased({ seen, weights }: KeptWeights, saved: Saved): KeptWeights {
  const mine = terms.filter(({ name }) => weights[name] !== seen.weights[name]);
  return {
    seen: saved,
    weights: { ...saved.weights, ...Object.fromEntries(mine.map(({ name }) => [name, weights[name]])) },
  };
}

function Loaded({ saved }: { saved: Saved }) {
  const [kept, change] = useDraft(drafts, 'weights');
  const { seen, weights } = kept ?? { seen: saved, weights: saved.weights };
  const isChanged = terms.some(({ name }) => weights[name] !== seen.weights[name]);
  const isOvertaken = isChanged && saved.version !== seen.version;
  const set = (name: keyof Weights, value: number) =>
    change((now = { seen: saved, weights: saved.weights }) => {
      const next = { ...now, weights: { ...now.weights, [name]: value } };
      return terms.every((it) => next.weights[it.name] === saved.weights[it.name]) ? undefined : next;
    });
  const drop = () => change(() => undefined);
  return (
    <div className={classes.view}>
      <WeightsForm
        saved={saved}
        kept={{ seen, weights }}
        isChanged={isChanged}
        isOvertaken={isOvertaken}
        onSet={set}
        onDrop={drop}
        onGoOn={() => change((now) => now && rebased(now, saved))}
      />
      <MovedCases weights={weights} isChanged={isChanged} />
    </div>
  );
}

interface WeightsFormProps {
  saved: Saved;
  kept: KeptWeights;
  isChanged: boolean;
  isOvertaken: boolean;
  onSet: (name: keyof Weights, value: number) => void;
  onDrop: () => void;
  onGoOn: () => void;
}

function WeightsForm({ saved, kept, isChanged, isOvertaken, onSet, onDrop, onGoOn }: WeightsFormProps) {
  const reachable = useReachable();
  const { seen, weights } = kept;
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const saving = useRuleChange(
    () => client.reports.saveWeights({ requestId, seenVersion: seen.version, weights }),
    ({ version }) => {
      onDrop();
      setRequestId(crypto.randomUUID());
      tellSaved(seen.weights, version);
    },
  );
  const may = isChanged && !isOvertaken && !saving.isPending && reachable;
  const send = () => {
    if (may) saving.mutate(undefined);
  };
  return (
    <form
      className={classes.form}
      aria-label="Weights of the queue"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={submitKey(send)}
    >
      <p className={classes.lead}>
        A case stands the higher the more points it has. Danger to life or to minors stands above all of it.
      </p>
      {terms.map(({ name, label, meaning }) => (
        <Stepper
          key={name}
          label={label}
          meaning={meaning(weights[name])}
          value={weights[name]}
          was={saved.weights[name]}
          onChange={(value) => onSet(name, value)}
        />
      ))}
      {isOvertaken && (
        <div role="alert" className={classes.conflict}>
          <p>
            <StaffName account={saved.savedBy} /> saved other weights meanwhile:{' '}
            {weightWords(seen.weights, saved.weights)}. What you set is kept.
          </p>
          <Button size="compact-sm" variant="default" onClick={onGoOn}>
            Go on from those, with mine
          </Button>
        </div>
      )}
      {saving.isError && !isOvertaken && (
        <p role="alert" className={classes.failure}>
          {failureOf(saving.error).message}
        </p>
      )}
      <div className={classes.ends}>
        <Button size="sm" variant="default" disabled={!isChanged} onClick={onDrop}>
          Back to the saved ones
        </Button>
        <Button
          type="submit"
          size="sm"
          loading={saving.isPending}
          disabled={!may}
          title={reachable ? undefined : 'Waits until the database answers again'}
          rightSection={<KeysHint command="form.send" />}
        >
          Save
        </Button>
      </div>
      <p className={classes.hint}>
        Saved <Moment at={saved.savedAt} shape="stamp" /> by <StaffName account={saved.savedBy} />. After a
        save, the queue comes into its new order within a minute or so; nobody loses a claim by it.
      </p>
    </form>
  );
}

/** Says that they hold, and offers to bring the ones before back, unless someone saves others in between. */
function tellSaved(before: Weights, version: number): void {
  offerUndo({
    id: 'weights',
    title: 'Weights saved',
    message: 'The queue comes into its new order by and by.',
    undo: async () => {
      await client.reports.saveWeights({
        requestId: crypto.randomUUID(),
        seenVersion: version,
        weights: before,
      });
      return 'The weights are as they were';
    },
  });
}
