import { Button, Popover } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Moment } from '../../../components/text/moment.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import classes from './directory.module.css';
import type { HeardState } from './directory-state.ts';
import { behind, costWords } from './directory-words.ts';

/** From how many milliseconds behind the site the directory counts as old. */
const oldAfter = 60_000;

/** How far the directory is behind the site, quietly; pressed, what it costs the site, and building it anew. */
export function DirectoryAge({ state }: { state: HeardState }) {
  const { person } = useSignedIn();
  const now = Math.max(useNow(), state.heardAt);
  const [opened, setOpened] = useState(false);
  const { freshAt } = state;
  if (freshAt === null) return null;
  const words = behind(freshAt, now);
  const old = now - Date.parse(freshAt) > oldAfter;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.age}
          data-old={old || undefined}
          title={`Searches know the site as it was ${words} ago. ${costWords(state)}`}
          onClick={() => setOpened((is) => !is)}
        >
          {old ? `${words} behind the site` : `fresh ${words} ago`}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Member directory" className={classes.about}>
        <p>
          Searches look in a directory of the members that Caretaker keeps. It knows everything that the site
          had before <Moment at={freshAt} shape="time" />.
        </p>
        <p>{costWords(state)}</p>
        {person.role === 'admin' && <Rebuild onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Rebuild({ onDone }: { onDone: () => void }) {
  const reachable = useReachable();
  const [asked, setAsked] = useState(false);
  const rebuild = useMutation(calls.directory.rebuild.mutationOptions({ onSuccess: onDone }));
  if (!asked) {
    return (
      <Button size="xs" variant="default" onClick={() => setAsked(true)}>
        Build it anew…
      </Button>
    );
  }
  return (
    <div className={classes.sure}>
      <p>
        Every member, sign-in and report is read from the site once more. Searches go on meanwhile, and it can
        be stopped.
      </p>
      {rebuild.isError && <p role="alert">{failureOf(rebuild.error).message}</p>}
      <Button
        size="xs"
        data-autofocus
        disabled={!reachable}
        loading={rebuild.isPending}
        onClick={() => rebuild.mutate(undefined)}
      >
        Build it anew
      </Button>
    </div>
  );
}
