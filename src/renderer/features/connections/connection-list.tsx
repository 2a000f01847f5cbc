import { IconDatabase, IconPlus } from '@tabler/icons-react';
import type { Connection, ConnectionId } from '../../../contract/connections.ts';
import classes from './connection-list.module.css';

interface ConnectionListProps {
  connections: readonly Connection[];
  chosenId: ConnectionId | null;
  /** A new one is being filled in. */
  adding: boolean;
  onChoose: (id: ConnectionId) => void;
  onAdd: () => void;
}

/** The saved connections, one of them chosen, and adding another. */
export function ConnectionList({ connections, chosenId, adding, onChoose, onAdd }: ConnectionListProps) {
  return (
    <nav className={classes.list} aria-label="Connections">
      <h2>Connections</h2>
      <ul>
        {connections.map(({ id, details, demoPeople }) => (
          <li key={id}>
            <button
              type="button"
              className={classes.item}
              aria-current={id === chosenId ? 'true' : undefined}
              onClick={() => onChoose(id)}
            >
              <IconDatabase size={18} stroke={1.5} aria-hidden />
              <span className={classes.words}>
                <span className={classes.name}>{details.name}</span>
                <span className={classes.server}>
                  {demoPeople.length > 0 ? 'demo, on this machine' : `${details.host}:${details.port}`}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={classes.item}
        data-add=""
        aria-current={adding ? 'true' : undefined}
        onClick={onAdd}
        title="Add a connection (a)"
      >
        <IconPlus size={18} stroke={1.6} aria-hidden />
        <span>Add a connection</span>
      </button>
    </nav>
  );
}
