import {
  IconAlertTriangle,
  IconLock,
  IconMoodEmpty,
  IconPlugConnectedX,
  IconSearchOff,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './state-panel.module.css';

export type PanelKind = 'empty' | 'none-found' | 'error' | 'forbidden' | 'offline';

const icons: Record<PanelKind, TablerIcon> = {
  empty: IconMoodEmpty,
  'none-found': IconSearchOff,
  error: IconAlertTriangle,
  forbidden: IconLock,
  offline: IconPlugConnectedX,
};

interface StatePanelProps {
  kind: PanelKind;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands in the place of content when there is none: why, and what can be done. */
export function StatePanel({ kind, title, children, action }: StatePanelProps) {
  const Icon = icons[kind];
  return (
    <div className={classes.panel} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon size={28} stroke={1.4} aria-hidden />
      <p className={classes.title}>{title}</p>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}
