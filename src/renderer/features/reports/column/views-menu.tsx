import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { cappedWords, viewWords } from '../queue/queue-views.ts';
import { type ShownView, shownViews } from '../reports-address.ts';
import type { Counts } from './queue-counts.ts';
import classes from './views-menu.module.css';

interface ViewsMenuProps {
  shown: ShownView;
  counts: Counts;
  onShow: (view: ShownView) => void;
}

/** The views of the queue where there is no room for a column of them: beside an open case. */
export function ViewsMenu({ shown, counts, onShow }: ViewsMenuProps) {
  const present = counts(shown);
  return (
    <Menu position="bottom-start" shadow="md" width={220} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={classes.button} title="The views of the queue">
          <span className={classes.label}>{viewWords[shown].label}</span>
          {present !== undefined && <span className={classes.count}>{cappedWords(present)}</span>}
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {shownViews.map((view) => {
          const count = counts(view);
          return (
            <Menu.Item
              key={view}
              aria-current={view === shown ? 'true' : undefined}
              rightSection={
                count !== undefined && <span className={classes.count}>{cappedWords(count)}</span>
              }
              onClick={() => onShow(view)}
            >
              {viewWords[view].label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
