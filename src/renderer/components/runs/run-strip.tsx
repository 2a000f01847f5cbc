import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { forgetRun, openRun, stopRun, usePresentRun } from './present-run.ts';
import { isUnderWay, presentPassage } from './run.ts';
import { RunDialog } from './run-dialog.tsx';
import { passageWords, runTitle, tallyWords } from './run-words.ts';
import classes from './runs.module.css';

/** The run of this window, wherever one is: its dialog, or a strip that says how it goes while that is closed. */
export function RunStrip() {
  const { run, opened } = usePresentRun();
  // What one person did is not the next one's to see.
  useEffect(() => forgetRun, []);
  if (run === null) return null;
  const passage = presentPassage(run);
  return (
    <>
      <section className={classes.strip} aria-label={`Action on many ${run.subjects.many}`} hidden={opened}>
        <strong>{runTitle(run)}</strong>
        <span role="status" className={classes.stripState} data-state={passage.state}>
          {passageWords(passage)}
          {!isUnderWay(passage) && tallyWords(run) !== '' && ` – ${tallyWords(run)}`}
        </span>
        <progress
          className={classes.stripBar}
          max={passage.total}
          value={passage.done}
          aria-label={`How many ${run.subjects.many} are done`}
        />
        <Button size="compact-xs" variant="default" onClick={() => openRun(true)}>
          Show
        </Button>
        {isUnderWay(passage) ? (
          <Button
            size="compact-xs"
            variant="default"
            disabled={passage.state === 'stopping'}
            onClick={stopRun}
          >
            Stop
          </Button>
        ) : (
          <Button size="compact-xs" variant="default" onClick={forgetRun}>
            Put away
          </Button>
        )}
      </section>
      <RunDialog run={run} opened={opened} />
    </>
  );
}
