import { Button, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { submitKey } from '../../keys/submit-key.ts';
import { useReachable } from '../../transport/reachable.ts';
import { KeysHint } from '../keys-hint.tsx';
import classes from './sheet-frame.module.css';

interface SheetFrameProps {
  opened: boolean;
  side: 'left' | 'right';
  width: number | string;
  /** How dark the rest of the window becomes, 0 to 1. */
  dim: number;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A decision at one side of the window, which leaves what it is about in sight. */
export function SheetFrame({ opened, side, width, dim, title, onClose, children }: SheetFrameProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position={side}
      size={width}
      lockScroll={false}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close; what was typed is kept' }}
      overlayProps={{ backgroundOpacity: dim }}
      transitionProps={{ duration: 120 }}
      classNames={{ title: classes.title ?? '', body: classes.body ?? '', content: classes.content ?? '' }}
    >
      {children}
    </Drawer>
  );
}

interface SheetFormProps {
  /** What has to be said above the buttons. */
  said: ReactNode;
  label: ReactNode;
  /** Drawn as danger. */
  grave: boolean | undefined;
  sending?: boolean;
  /** It cannot be sent now, though the database answers; `said` tells why. */
  blocked: boolean;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Fields that scroll, and below them the buttons, which stay. */
export function SheetForm({
  said,
  label,
  grave,
  sending = false,
  blocked,
  onSend,
  onClose,
  children,
}: SheetFormProps) {
  const reachable = useReachable();
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={submitKey(onSend)}
    >
      <div className={classes.fields}>{children}</div>
      <div className={classes.foot}>
        {said}
        <div className={classes.buttons}>
          <Button variant="default" size="sm" onClick={onClose}>
            Close
          </Button>
          <Button
            type="submit"
            size="sm"
            color={grave ? 'red' : 'spruce'}
            loading={sending}
            disabled={!reachable || blocked}
            title={reachable ? undefined : 'Waits until the database answers again'}
            rightSection={<KeysHint command="form.send" />}
          >
            {label}
          </Button>
        </div>
      </div>
    </form>
  );
}
