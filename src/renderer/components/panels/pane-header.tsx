import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isOffered, runCommand, useOffered } from '../../keys/commands.ts';
import classes from './pane-header.module.css';

/** The top of a detail: its age at the left, its neighbours in the list and closing at the right. */
export function PaneHeader({ children, what }: { children: ReactNode; what: string }) {
  useOffered();
  return (
    <div className={classes.header}>
      <div className={classes.lead}>{children}</div>
      <button
        type="button"
        className={classes.button}
        aria-label={`Previous ${what} in the list`}
        title={`Previous ${what} in the list ([)`}
        disabled={!isOffered('open.previous')}
        onClick={() => runCommand('open.previous')}
      >
        <IconChevronLeft size={18} stroke={1.7} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.button}
        aria-label={`Next ${what} in the list`}
        title={`Next ${what} in the list (])`}
        disabled={!isOffered('open.next')}
        onClick={() => runCommand('open.next')}
      >
        <IconChevronRight size={18} stroke={1.7} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.button}
        aria-label="Close the detail"
        title="Close (Esc)"
        onClick={() => runCommand('view.back')}
      >
        <IconX size={18} stroke={1.7} aria-hidden />
      </button>
    </div>
  );
}
