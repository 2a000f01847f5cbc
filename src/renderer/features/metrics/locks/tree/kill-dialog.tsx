import { Radio, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LockSession } from '../../../../../contract/metrics/locks/tree.ts';
import { DialogForm } from '../../../../components/panels/dialog-form.tsx';
import { client } from '../../../../transport/client.ts';
import { accountText, countText, secondsText } from '../lock-words.ts';
import classes from '../locks.module.css';

interface KillDialogProps {
  /** As it was when the dialog was opened: it is what is ended, or nothing. */
  session: LockSession;
  onClose: () => void;
  onDone: () => void;
}

/** Asks for a reason, and says what is lost, before a session or its statement is ended. */
export function KillDialog({ session, onClose, onDone }: KillDialogProps) {
  const [seen] = useState(session);
  const [how, setHow] = useState<'whole' | 'statement'>('whole');
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const ending = useMutation({
    mutationFn: () =>
      client.metrics.locks.kill({
        requestId,
        thread: seen.thread,
        mark: seen.mark ?? '',
        whole: how === 'whole',
        reason,
      }),
    onSuccess({ done }) {
      const what = how === 'whole' ? `Session ${seen.thread}` : `The statement of session ${seen.thread}`;
      notifications.show({
        title: done ? `${what} was ended` : `${what} was ended before`,
        message: 'It is on record with your reason.',
      });
      onDone();
    },
    // What was refused may be asked again; only a repeat of the same request is one that the server does once.
    onError: () => setRequestId(crypto.randomUUID()),
  });
  const idle = seen.doing === 'idle';
  return (
    <DialogForm
      opened
      title={`End session ${seen.thread}`}
      label={how === 'whole' ? 'End the session' : 'Stop the statement'}
      grave
      sending={ending.isPending}
      error={ending.error}
      onSend={() => {
        setShort(reason.trim().length < 3);
        if (reason.trim().length >= 3) ending.mutate();
      }}
      onClose={onClose}
    >
      <p>
        {accountText(seen)}
        {seen.db === null ? '' : `, in ${seen.db}`}. Its transaction has been open for{' '}
        {secondsText(seen.seconds)} and has changed{' '}
        {seen.rowsChanged === null ? 'an unknown number of rows' : rowsText(seen.rowsChanged)}.
      </p>
      <Radio.Group
        label="What to end"
        value={how}
        onChange={(value) => setHow(value === 'statement' ? 'statement' : 'whole')}
      >
        <Radio
          size="xs"
          value="whole"
          label={`The whole session: ${seen.rowsChanged === 0 ? 'its transaction' : 'what it changed'} is rolled back, and its client loses its connection`}
          className={classes.choice}
        />
        <Radio
          size="xs"
          value="statement"
          disabled={idle}
          label={
            idle
              ? 'The statement alone: it runs none just now'
              : 'The statement alone: its transaction stays open, with its locks'
          }
          className={classes.choice}
        />
      </Radio.Group>
      {how === 'whole' && (seen.rowsChanged ?? 0) >= 100_000 && (
        <p className={classes.warning}>
          Rolling back {countText(seen.rowsChanged)} rows may take as long as changing them did, and the locks
          are held until then.
        </p>
      )}
      <Textarea
        label="Why"
        description="Stands in the record."
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        error={isShort ? 'Say why, in three letters or more.' : null}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setShort(false);
        }}
      />
    </DialogForm>
  );
}

function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${countText(count)} rows`;
}
