import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { PrometheusServer, PrometheusServerDraft } from '../../../../../contract/metrics/prometheus.ts';
import { focusFirstWrong } from '../../../../components/panels/first-wrong.ts';
import { SheetForm } from '../../../../components/panels/sheet-frame.tsx';
import { calls, client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { HealthLine } from '../health.tsx';
import classes from '../prometheus.module.css';
import {
  type KeptServer,
  keptOf,
  readServer,
  rebased,
  type ServerErrors,
  type ServerText,
} from './server-draft.ts';
import { ServerFields } from './server-fields.tsx';

const drafts = createDrafts<KeptServer>();

interface ServerFormProps {
  /** As it is now; null for one that is to be connected. */
  newest: PrometheusServer | null;
  onClose: () => void;
  onSaved: (id: PrometheusServer['id']) => void;
}

/** What is typed stays when the form is closed, refused or overtaken; but for the password, which is then gone. */
export function ServerForm({ newest, onClose, onSaved }: ServerFormProps) {
  const reachable = useReachable();
  const [kept, keep] = useDraft(drafts, `prometheus ${newest?.id ?? 'new'}`);
  const [opened] = useState(() => keptOf(newest));
  const [secret, setSecret] = useState('');
  const [errors, setErrors] = useState<ServerErrors>({});
  const fields = useRef<HTMLDivElement>(null);
  const { seen, text } = kept ?? opened;
  const saving = useSaving(seen, (id, name, isNew) => {
    keep(() => undefined);
    notifications.show({ title: isNew ? `Connected: ${name}` : `Saved: ${name}`, message: '' });
    onSaved(id);
  });
  const trying = useMutation({
    mutationFn: (server: PrometheusServerDraft) =>
      client.metrics.prometheus.tryServer({ id: seen?.id ?? null, server }),
  });
  const overtaken = seen !== null && newest !== null && newest.version !== seen.version ? newest : null;
  const change = (part: Partial<ServerText>) => {
    keep((now = opened) => ({ ...now, text: { ...now.text, ...part } }));
    clear();
  };
  const clear = () => {
    setErrors({});
    saving.reset();
    trying.reset();
  };
  const withRead = (act: (server: PrometheusServerDraft) => void) => {
    const read = readServer(text, secret);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok) act(read.server);
    else focusFirstWrong(fields);
  };
  const failure = [saving.error, trying.error].find((it) => it !== null);
  return (
    <SheetForm
      label={newest === null ? 'Connect' : 'Save'}
      grave={false}
      sending={saving.isPending}
      blocked={overtaken !== null}
      onSend={() => withRead((server) => overtaken === null && saving.mutate(server))}
      onClose={onClose}
      said={
        <>
          {trying.data !== undefined && <TryResult check={trying.data} />}
          {failure != null && (
            <p role="alert" className={classes.fault}>
              {failureOf(failure).message}
            </p>
          )}
          {overtaken !== null && (
            <div role="alert" className={classes.warning}>
              <p>Someone saved “{overtaken.name}” meanwhile. What you typed is kept.</p>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => keep((now = opened) => rebased(now, overtaken))}
              >
                Go on from that, with my changes
              </Button>
            </div>
          )}
        </>
      }
    >
      <ServerFields
        ref={fields}
        text={text}
        secret={secret}
        hasSecret={seen?.hasSecret ?? false}
        errors={errors}
        onChange={change}
        onSecret={(typed) => {
          setSecret(typed);
          clear();
        }}
      />
      <div>
        <Button
          size="xs"
          variant="default"
          // Not disabled meanwhile: the focus would be lost, and with it the key that sends the form.
          aria-busy={trying.isPending}
          disabled={!reachable}
          onClick={() => withRead((server) => trying.isPending || trying.mutate(server))}
        >
          {trying.isPending ? 'Trying…' : 'Try it'}
        </Button>
      </div>
    </SheetForm>
  );
}

function TryResult({ check }: { check: Parameters<typeof HealthLine>[0]['check'] }) {
  if (check.state !== 'failed') return <HealthLine check={check} />;
  return (
    <p role="alert" className={classes.fault}>
      {check.sentences.join(' ')}
    </p>
  );
}

function useSaving(
  seen: PrometheusServer | null,
  onDone: (id: PrometheusServer['id'], name: string, isNew: boolean) => void,
) {
  const queryClient = useQueryClient();
  // One for each intention: pressing again after a lost answer saves it once.
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (server: PrometheusServerDraft) =>
      client.metrics.prometheus.saveServer({
        requestId,
        id: seen?.id ?? null,
        seenVersion: seen?.version ?? 0,
        server,
      }),
    async onSuccess({ id }, { name }) {
      setRequestId(crypto.randomUUID());
      await queryClient.invalidateQueries({ queryKey: calls.metrics.prometheus.servers.key() });
      onDone(id, name, seen === null);
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: calls.metrics.prometheus.servers.key() }),
  });
}
