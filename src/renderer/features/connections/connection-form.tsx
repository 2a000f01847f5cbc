import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection, ConnectionDetails, ConnectionId } from '../../../contract/connections.ts';
import { calls, client } from '../../transport/client.ts';
import { failureOf } from '../../transport/failure.ts';
import { CertificateField } from './certificate-field.tsx';
import {
  type ConnectionDraft,
  type DraftErrors,
  draftOf,
  mayGoWithoutTls,
  readDraft,
} from './connection-draft.ts';
import classes from './connection-form.module.css';

interface ConnectionFormProps {
  /** The one to change, or null for a new one. */
  connection: Connection | null;
  onSaved: (id: ConnectionId) => void;
  onCancel: (() => void) | undefined;
}

/** Where a database is and how to reach it. Accounts and passwords are no part of a connection. */
export function ConnectionForm({ connection, onSaved, onCancel }: ConnectionFormProps) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<ConnectionDraft>(() => draftOf(connection));
  const [errors, setErrors] = useState<DraftErrors>({});
  const saving = useMutation({
    mutationFn: (details: ConnectionDetails) =>
      client.connections.save({ id: connection?.id ?? null, details }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: calls.connections.list.key() });
      onSaved(id);
    },
  });
  const change = (part: Partial<ConnectionDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part))));
  };
  const optional = mayGoWithoutTls(draft);

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const read = readDraft(draft);
        setErrors(read.ok ? {} : read.errors);
        if (read.ok) saving.mutate(read.details);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel?.();
      }}
    >
      <h2>{connection === null ? 'Add a connection' : `Change “${connection.details.name}”`}</h2>
      <TextInput
        label="Name"
        description="As you and others call this community"
        autoFocus
        value={draft.name}
        error={errors.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Address
        host={draft.host}
        port={draft.port}
        hostLabel="Host"
        errors={[errors.host, errors.port]}
        onHost={(host) => change({ host })}
        onPort={(port) => change({ port })}
      />
      <Checkbox
        size="sm"
        label="Encrypt with TLS"
        description={
          optional ? 'May be off: this server is on this machine' : 'Always, for a server on another machine'
        }
        checked={draft.tls || !optional}
        disabled={!optional}
        error={errors.tls}
        onChange={(event) => change({ tls: event.currentTarget.checked })}
      />
      {(draft.tls || !optional) && (
        <CertificateField value={draft.ca} error={errors.ca} onChange={(ca) => change({ ca })} />
      )}
      <Switch
        size="sm"
        label="Read from a replica"
        description="Reads go there, writes never do. Same account, same TLS."
        checked={draft.withReplica}
        error={errors.withReplica}
        onChange={(event) => change({ withReplica: event.currentTarget.checked })}
      />
      {draft.withReplica && (
        <Address
          host={draft.replicaHost}
          port={draft.replicaPort}
          hostLabel="Replica’s host"
          errors={[errors.replicaHost, errors.replicaPort]}
          onHost={(replicaHost) => change({ replicaHost })}
          onPort={(replicaPort) => change({ replicaPort })}
        />
      )}
      {saving.isError && (
        <p role="alert" className={classes.failure}>
          {failureOf(saving.error).message}
        </p>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={saving.isPending}>
          Save
        </Button>
        {onCancel !== undefined && (
          <Button variant="subtle" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}

interface AddressProps {
  host: string;
  port: string;
  hostLabel: string;
  errors: readonly [string | undefined, string | undefined];
  onHost: (host: string) => void;
  onPort: (port: string) => void;
}

function Address({ host, port, hostLabel, errors, onHost, onPort }: AddressProps) {
  return (
    <div className={classes.address}>
      <TextInput
        label={hostLabel}
        placeholder="db.example.org"
        autoComplete="off"
        spellCheck={false}
        value={host}
        error={errors[0]}
        onChange={(event) => onHost(event.currentTarget.value)}
      />
      <TextInput
        label="Port"
        inputMode="numeric"
        autoComplete="off"
        value={port}
        error={errors[1]}
        onChange={(event) => onPort(event.currentTarget.value)}
      />
    </div>
  );
}
