import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignInResult } from '../../../contract/session.ts';
import { client } from '../../transport/client.ts';
import { failureOf } from '../../transport/failure.ts';
import classes from './sign-in-panel.module.css';

type MigrationNeeded = Extract<SignInResult, { outcome: 'migration-needed' }>;

interface Progress {
  done: number;
  total: number;
  title: string;
}

/** The console’s tables are older than this console: an administrator is asked, anyone else is told whom to ask. */
export function MigrationStep({ result, onBack }: { result: MigrationNeeded; onBack: () => void }) {
  return result.mayMigrate ? (
    <Ask result={result} onBack={onBack} />
  ) : (
    <Tell result={result} onBack={onBack} />
  );
}

function Ask({ result, onBack }: { result: MigrationNeeded; onBack: () => void }) {
  const { pending, unfinished } = result;
  const [progress, setProgress] = useState<Progress | null>(null);
  const migration = useMutation({
    mutationFn: async () => {
      setProgress({ done: 0, total: pending.length, title: pending[0]?.title ?? '' });
      for await (const { done, total, current } of await client.session.migrate()) {
        setProgress({ done, total, title: current?.title ?? 'Signing in' });
      }
    },
  });
  const under = migration.isPending || migration.isSuccess;
  return (
    <section className={classes.panel} aria-label="Update the console’s tables">
      <header className={classes.lead}>
        <h2>
          Caretaker’s own tables need {pending.length === 1 ? 'an update' : `${pending.length} updates`}
        </h2>
        <p>
          They are older than this console. The community’s own tables are not touched. It is safe to stop and
          to repeat; people working with an older console may have to update theirs.
        </p>
      </header>
      {unfinished !== null && (
        <p className={classes.unfinished}>
          <strong>The update “{unfinished}” was stopped half way.</strong> It is finished first.
        </p>
      )}
      <Pending pending={pending} />
      {migration.isError && (
        <p role="alert" className={classes.refused}>
          {failureOf(migration.error).message}
        </p>
      )}
      {under && progress !== null ? (
        <div role="status">
          <progress
            className={classes.bar}
            value={progress.done}
            max={progress.total}
            aria-label="Updates applied"
          />
          <p className="figures">
            {progress.done} of {progress.total}: {progress.title}…
          </p>
        </div>
      ) : (
        <div className={classes.buttons}>
          <Button autoFocus onClick={() => migration.mutate()}>
            {migration.isError ? 'Try again' : 'Apply and sign in'}
          </Button>
          <Button variant="subtle" onClick={onBack}>
            Not now
          </Button>
        </div>
      )}
    </section>
  );
}

function Tell({ result, onBack }: { result: MigrationNeeded; onBack: () => void }) {
  return (
    <section className={classes.panel} aria-label="An administrator is needed">
      <header className={classes.lead}>
        <h2>Ask an administrator to sign in once</h2>
        <p>
          Caretaker’s own tables are older than this console, and only an administrator may update them. After
          that you can sign in as usual. Nothing was changed.
        </p>
      </header>
      <Pending pending={result.pending} />
      <div className={classes.buttons}>
        <Button variant="default" autoFocus onClick={onBack}>
          Back
        </Button>
      </div>
    </section>
  );
}

function Pending({ pending }: Pick<MigrationNeeded, 'pending'>) {
  return (
    <ol className={classes.steps}>
      {pending.map(({ id, title }) => (
        <li key={id}>
          <span className={`${classes.number} mono`}>{id}</span>
          {title}
        </li>
      ))}
    </ol>
  );
}
