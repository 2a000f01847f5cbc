import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { submitKey } from '../../keys/submit-key.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import { KeysHint } from '../keys-hint.tsx';
import classes from './dialog-form.module.css';

interface DialogFormProps {
  opened: boolean;
  title: ReactNode;
  /** On the button that sends it. */
  label: string;
  /** Drawn as danger. */
  grave?: boolean;
  sending: boolean;
  error: unknown;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A short form over what it is about. What is typed stays when it is closed. */
export function DialogForm({
  opened,
  title,
  label,
  grave = false,
  sending,
  error,
  onSend,
  onClose,
  children,
}: DialogFormProps) {
  const reachable = useReachable();
  const send = () => {
    if (reachable && !sending) onSend();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={460}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={submitKey(send)}
      >
        {children}
        {error !== null && (
          <p className={classes.failed} role="alert">
            {failureOf(error).message}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" size="sm" onClick={onClose}>
            Close
          </Button>
          <Button
            type="submit"
            size="sm"
            color={grave ? 'red' : 'spruce'}
            loading={sending}
            disabled={!reachable}
            title={reachable ? undefined : 'Waits until the database answers again'}
            rightSection={<KeysHint command="form.send" />}
          >
            {label}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
