import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { failureOf } from '../../transport/failure.ts';
import { KeysHint } from '../keys-hint.tsx';
import classes from './undo-notice.module.css';
import { addOffer, removeOffer } from './undo-offers.ts';

/** How long an undo is offered, in milliseconds: as long as a message to a member is held back. */
const patience = 15_000;

interface UndoNotice {
  /** One notice for each: the same id replaces the one before. */
  id: string;
  title: ReactNode;
  message?: ReactNode;
  /** At the left where what the person does next is at the right; see styles/base.css. */
  side?: 'left' | 'right';
  /** Takes it back and gives the words that say so. Safe to call again after a failure. */
  undo: () => Promise<string>;
}

/** Says what was done, and offers for a while to take it back, by button and by key. */
export function offerUndo({ id, title, message, side = 'right', undo }: UndoNotice): void {
  const take = () => void run();
  async function run(): Promise<void> {
    removeOffer(id);
    notifications.update({ id, message: 'Taking it back…', autoClose: false });
    try {
      const done = await undo();
      notifications.update({ id, title: done, message: '', color: 'spruce', autoClose: 6000 });
    } catch (error) {
      const failure = failureOf(error);
      const again = failure.code === 'UNAVAILABLE';
      if (again) addOffer({ id, take });
      notifications.update({
        id,
        title: 'Not taken back',
        message: again ? <Offer text={failure.message} onUndo={take} /> : failure.message,
        color: 'red',
        autoClose: false,
      });
    }
  }
  notifications.hide(id);
  notifications.show({
    id,
    title,
    message: <Offer text={message} onUndo={take} />,
    position: `bottom-${side}`,
    autoClose: patience,
    onClose: () => removeOffer(id),
  });
  addOffer({ id, take });
}

function Offer({ text, onUndo }: { text?: ReactNode; onUndo: () => void }) {
  return (
    <span className={classes.offer}>
      <span className={classes.text}>{text}</span>
      <Button
        size="compact-xs"
        variant="default"
        classNames={{ root: classes.button ?? '' }}
        onClick={onUndo}
        rightSection={<KeysHint command="undo.last" />}
      >
        Undo
      </Button>
    </span>
  );
}
