import { Button, Popover } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useCommand } from '../../keys/commands.ts';
import classes from './filter-popover.module.css';
import { ToolButton } from './tool-button.tsx';

interface FilterPopoverProps {
  /** How many filters are in force. */
  count: number;
  onClear: () => void;
  /** Enter or Escape was pressed in a field: what was typed counts, though typing has not come to rest. */
  onSettle: () => void;
  children: ReactNode;
}

/** Opens the filters. Each one changes the address at once, which is what the list is made from. */
export function FilterPopover({ count, onClear, onSettle, children }: FilterPopoverProps) {
  const [opened, setOpened] = useState(false);
  useCommand('filters.open', () => setOpened(true));
  useCommand('filters.clear', onClear, count > 0);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ToolButton
          label={count === 0 ? 'Filters' : `Filters (${count})`}
          icon={IconFilter}
          command="filters.open"
          data-on={count > 0 || undefined}
          onClick={() => setOpened((now) => !now)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label="Filters">
        <search
          className={classes.filters}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') onSettle();
          }}
        >
          {children}
          <div className={classes.ends}>
            <Button size="xs" variant="subtle" disabled={count === 0} onClick={onClear}>
              Clear all
            </Button>
            <Button size="xs" variant="default" onClick={() => setOpened(false)}>
              Done
            </Button>
          </div>
        </search>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Two fields beside one another. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
