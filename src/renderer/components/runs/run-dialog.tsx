import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useReachable } from '../../transport/reachable.ts';
import { goOn, openRun, stopRun, undoPresentRun } from './present-run.ts';
import { isUnderWay, type OutcomeKind, outcomeKinds, presentPassage, type Run, tally } from './run.ts';
import { RunOutcomes } from './run-outcomes.tsx';
import { outcomeWords, passageWords, runTitle } from './run-words.ts';
import classes from './runs.module.css';

const figure = new Intl.NumberFormat('en-GB');

/** How a run goes, and what came of it for each. Closing it leaves the run to a strip. */
export function RunDialog({ run, opened }: { run: Run; opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={() => openRun(false)}
      size={820}
      title={runTitle(run)}
      closeButtonProps={{ 'aria-label': 'Close; the run goes on' }}
      classNames={{ title: classes.title ?? '' }}
    >
      <RunView run={run} />
    </Modal>
  );
}

function RunView({ run }: { run: Run }) {
  const [only, setOnly] = useState<OutcomeKind | null>(null);
  const passage = presentPassage(run);
  const counts = tally(passage);
  const kinds = outcomeKinds.filter((kind) => counts[kind] > 0);
  return (
    <div className={classes.run}>
      <p role="status" className={classes.state} data-state={passage.state}>
        {passageWords(passage)}
      </p>
      <progress
        className={classes.progress}
        max={passage.total}
        value={passage.done}
        aria-label={`How many ${run.subjects.many} are done`}
      />
      {passage.state === 'stopped' && (
        <p className={classes.cut}>
          What was under way at that moment may be done without being listed. Going on lists it, and does
          nothing twice.
        </p>
      )}
      {passage.state === 'cut' && (
        <p role="alert" className={classes.cut}>
          {passage.failure} What was done before is done and listed; going on does nothing twice.
        </p>
      )}
      <fieldset className={classes.kinds} aria-label="Show only">
        <button type="button" aria-pressed={only === null} onClick={() => setOnly(null)}>
          All {figure.format(passage.outcomes.size)}
        </button>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            data-outcome={kind}
            aria-pressed={only === kind}
            onClick={() => setOnly(kind)}
          >
            {outcomeWords(run, kind)} {figure.format(counts[kind])}
          </button>
        ))}
      </fieldset>
      <RunOutcomes run={run} only={only} />
      <Buttons run={run} />
    </div>
  );
}

function Buttons({ run }: { run: Run }) {
  const reachable = useReachable();
  const passage = presentPassage(run);
  const underWay = isUnderWay(passage);
  const undoable = run.undoable && run.undo === null && tally(run.action).done > 0;
  return (
    <div className={classes.ends}>
      {underWay && (
        <Button variant="default" size="sm" disabled={passage.state === 'stopping'} onClick={stopRun}>
          Stop
        </Button>
      )}
      {!underWay && passage.state !== 'finished' && (
        <Button variant="default" size="sm" disabled={!reachable} onClick={goOn}>
          Go on
        </Button>
      )}
      {!underWay && undoable && (
        <Button variant="default" size="sm" disabled={!reachable} onClick={undoPresentRun}>
          Undo the run
        </Button>
      )}
      <Button size="sm" data-autofocus onClick={() => openRun(false)}>
        {underWay ? 'Close; it goes on' : 'Close'}
      </Button>
    </div>
  );
}
