import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection, ConnectionId } from '../../../contract/connections.ts';
import { themeNames, themes } from '../../app/theme.ts';
import { KeysHint } from '../../components/keys-hint.tsx';
import { RowSkeletons } from '../../components/list/row-skeletons.tsx';
import { Mark } from '../../components/mark.tsx';
import { FailurePanel } from '../../components/panels/failure-panel.tsx';
import { runCommand, useCommand } from '../../keys/commands.ts';
import { Help } from '../../shell/help.tsx';
import { calls } from '../../transport/client.ts';
import { ConnectionForm } from '../connections/connection-form.tsx';
import { ConnectionList } from '../connections/connection-list.tsx';
import { useRemoval } from '../connections/use-removal.tsx';
import { LinkStrip } from './link-strip.tsx';
import { useSession } from './session-state.ts';
import { SignInPanel } from './sign-in-panel.tsx';
import classes from './sign-in-view.module.css';

/** Where nobody is signed in: which database, and as whom. */
export function SignInView() {
  const list = useQuery(calls.connections.list.queryOptions({ staleTime: 0 }));
  return (
    <div className={classes.screen}>
      <LinkStrip />
      <main className={classes.main}>
        <header className={classes.brand}>
          <Mark size={44} />
          <div>
            <h1>Caretaker</h1>
            <p>For the few who look after the many</p>
          </div>
        </header>
        <Notice />
        {list.data !== undefined ? (
          <Choice connections={list.data.connections} keyChain={list.data.keyChain} />
        ) : list.isError ? (
          <FailurePanel error={list.error} what="the saved connections" onRetry={() => void list.refetch()} />
        ) : (
          <RowSkeletons label="Loading the saved connections" count={4} />
        )}
      </main>
      <Foot />
      <Help />
    </div>
  );
}

/** Why the person stands here, where they did not sign out themselves. */
function Notice() {
  const session = useSession();
  const notice = session?.status === 'signed-out' ? session.notice : undefined;
  return (
    <div role="status">
      {notice !== undefined && (
        <p className={classes.notice}>
          <strong>You were signed out.</strong> {notice}
        </p>
      )}
    </div>
  );
}

type Side = { show: 'sign-in' } | { show: 'form'; connection: Connection | null };

function Choice({ connections, keyChain }: { connections: readonly Connection[]; keyChain: string | null }) {
  const [chosenId, choose] = useState<ConnectionId | null>(null);
  const [side, setSide] = useState<Side>({ show: 'sign-in' });
  const chosen = connections.find((each) => each.id === chosenId) ?? mostLikely(connections);
  const remove = useRemoval();
  const add = () => setSide({ show: 'form', connection: null });
  useCommand('connection.add', add, side.show === 'sign-in');

  return (
    <div className={classes.choice}>
      <ConnectionList
        connections={connections}
        adding={chosen === undefined || (side.show === 'form' && side.connection === null)}
        chosenId={side.show === 'form' ? (side.connection?.id ?? null) : (chosen?.id ?? null)}
        onChoose={(id) => {
          choose(id);
          setSide({ show: 'sign-in' });
        }}
        onAdd={add}
      />
      {side.show === 'form' || chosen === undefined ? (
        <ConnectionForm
          key={side.show === 'form' ? (side.connection?.id ?? 'new') : 'new'}
          connection={side.show === 'form' ? side.connection : null}
          onSaved={(id) => {
            choose(id);
            setSide({ show: 'sign-in' });
          }}
          onCancel={connections.length === 0 ? undefined : () => setSide({ show: 'sign-in' })}
        />
      ) : (
        <SignInPanel
          key={chosen.id}
          connection={chosen}
          keyChain={keyChain}
          onEdit={() => setSide({ show: 'form', connection: chosen })}
          onRemove={() => remove(chosen)}
        />
      )}
    </div>
  );
}

function Foot() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  useCommand('theme.next', () => {
    const next = themes[(themes.indexOf(colorScheme) + 1) % themes.length];
    if (next !== undefined) setColorScheme(next);
  });
  return (
    <footer className={classes.foot}>
      <button type="button" onClick={() => runCommand('theme.next')}>
        Theme: {themeNames[colorScheme]} <KeysHint command="theme.next" />
      </button>
      <button type="button" onClick={() => runCommand('help.open')}>
        All keys <KeysHint command="help.open" />
      </button>
    </footer>
  );
}

/** The connection someone most likely wants: one used before, else the first. */
function mostLikely(connections: readonly Connection[]): Connection | undefined {
  return connections.find((each) => each.lastUser !== null) ?? connections[0];
}
