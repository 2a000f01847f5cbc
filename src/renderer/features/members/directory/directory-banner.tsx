import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { DirectoryState } from '../../../../contract/directory.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import classes from './directory.module.css';
import { costWords, partUnderWay, timeLeft } from './directory-words.ts';

/** While the directory is built: how far it is, and that searches find only what is in it so far. */
export function DirectoryBanner({ state }: { state: DirectoryState }) {
  const reachable = useReachable();
  const pause = useMutation(calls.directory.pause.mutationOptions());
  const resume = useMutation(calls.directory.resume.mutationOptions());
  const paused = state.phase === 'paused';
  const change = paused ? resume : pause;
  const percent = Math.floor(state.share * 100);
  const left = timeLeft(state.secondsLeft);
  return (
    <section className={classes.banner} aria-label="Member directory">
      <div className={classes.words}>
        <p>
          <strong>
            {paused ? 'The member directory is stopped' : 'The member directory is being built'}
          </strong>
          {paused && state.pausedBy !== null && (
            <>
              {' '}
              by <StaffName account={state.pausedBy} />
            </>
          )}
          : searches find what is in it so far, newest members first.
        </p>
        <p className={classes.detail} title={costWords(state)}>
          {percent} %{!paused && left !== '' && `, ${left}`}
          {state.part !== null && `. ${partUnderWay(state)}`}
        </p>
      </div>
      <Button
        size="xs"
        variant="default"
        loading={change.isPending}
        disabled={!reachable}
        title={paused ? undefined : 'What is built stays'}
        onClick={() => change.mutate(undefined)}
      >
        {paused ? 'Resume' : 'Stop'}
      </Button>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="The member directory"
        aria-valuenow={percent}
        aria-valuetext={`${percent} %${left === '' ? '' : `, ${left}`}`}
      >
        <div style={{ width: `${state.share * 100}%` }} />
      </div>
      {change.isError && (
        <p role="alert" className={classes.failed}>
          {failureOf(change.error).message}
        </p>
      )}
    </section>
  );
}
