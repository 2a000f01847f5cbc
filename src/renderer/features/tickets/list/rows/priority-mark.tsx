import { IconArrowDown, IconArrowUp, IconChevronsUp } from '@tabler/icons-react';
import { priorityNames } from '../../../../../contract/tickets/values.ts';
import classes from './priority-mark.module.css';

const icons = { 1: IconArrowDown, 3: IconArrowUp, 4: IconChevronsUp } as const;

/** A priority that is not the usual one, by sign and by word; by its sign where there is little room. */
export function PriorityMark({ priority }: { priority: number }) {
  if (priority !== 1 && priority !== 3 && priority !== 4) return null;
  const Icon = icons[priority];
  const name = priorityNames[priority];
  return (
    <span className={classes.mark} data-priority={priority} title={`Priority: ${name}`}>
      <Icon size={13} stroke={2.2} aria-hidden />
      <span className={classes.name}>{name}</span>
    </span>
  );
}
