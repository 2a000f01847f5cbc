import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PrometheusServer } from '../../../../../contract/metrics/prometheus.ts';
import { SheetFrame } from '../../../../components/panels/sheet-frame.tsx';
import { useWhileClosing } from '../../../../components/panels/while-closing.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import classes from '../prometheus.module.css';
import { useRemoveServer } from '../use-servers.ts';
import { ServerForm } from './server-form.tsx';

type ServerId = PrometheusServer['id'];

interface Sheet {
  /** Null for the list of all. */
  readonly edited: ServerId | 'new' | null;
}

interface ServersSheetProps {
  /** Null while it is closed. */
  sheet: Sheet | null;
  servers: readonly PrometheusServer[];
  onEdit: (edited: Sheet['edited']) => void;
  onClose: () => void;
  onSaved: (id: ServerId) => void;
}

/** The servers that are connected: to connect another, and to change or remove one. */
export function ServersSheet({ sheet, servers, onEdit, onClose, onSaved }: ServersSheetProps) {
  const shown = useWhileClosing(sheet);
  const edited = shown?.edited ?? null;
  const server = servers.find((it) => it.id === edited) ?? null;
  const title =
    edited === null ? 'Prometheus servers' : server === null ? 'Connect a server' : `Change “${server.name}”`;
  return (
    <SheetFrame opened={sheet !== null} side="left" width={560} dim={0.35} title={title} onClose={onClose}>
      {edited === null ? (
        <ServerList servers={servers} onEdit={onEdit} />
      ) : (
        <ServerForm
          key={edited}
          newest={server}
          onClose={servers.length === 0 ? onClose : () => onEdit(null)}
          onSaved={onSaved}
        />
      )}
    </SheetFrame>
  );
}

function ServerList({
  servers,
  onEdit,
}: {
  servers: readonly PrometheusServer[];
  onEdit: (edited: Sheet['edited']) => void;
}) {
  const reachable = useReachable();
  const removal = useRemoveServer();
  const remove = (server: PrometheusServer) =>
    removal.mutate(server, {
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: `“${server.name}” is as it was`,
          message: failureOf(error).message,
        }),
    });
  return (
    <div className={classes.servers}>
      {servers.length === 0 && <p className={classes.quiet}>None is connected.</p>}
      <ul>
        {servers.map((server) => (
          <li key={server.id}>
            <div>
              <strong>{server.name}</strong>
              <span className={classes.quiet}>{server.url}</span>
              <span className={classes.quiet}>{authWords(server)}</span>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Change ${server.name}`}
              onClick={() => onEdit(server.id)}
            >
              Change…
            </Button>
            <Button
              size="compact-sm"
              variant="light"
              color="red"
              aria-label={`Remove ${server.name}`}
              disabled={!reachable || removal.isPending}
              onClick={() => remove(server)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button size="sm" data-autofocus onClick={() => onEdit('new')}>
          Connect a server…
        </Button>
      </div>
    </div>
  );
}

function authWords({ auth, user, tenant }: PrometheusServer): string {
  const who = auth === 'none' ? 'no authentication' : auth === 'basic' ? `as ${user}` : 'with a token';
  return tenant === '' ? who : `${who}, tenant ${tenant}`;
}
