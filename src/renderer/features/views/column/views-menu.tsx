import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type Count, cappedWords } from '../../../components/list/count-words.ts';
import classes from './views-menu.module.css';

interface ViewsMenuProps<View extends string> {
  views: readonly View[];
  labelOf: (view: View) => string;
  shown: View;
  counts: (view: View) => Count | undefined;
  onShow: (view: View) => void;
}

/** The views of a queue where there is no room for a column of them. */
export function ViewsMenu<View extends string>({
  views,
  labelOf,
  shown,
  counts,
  onShow,
}: ViewsMenuProps<View>) {
  const present = counts(shown);
  return (
    <Menu position="bottom-start" shadow="md" width={220} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={classes.button} title="The views of the queue">
          <span className={classes.label}>{labelOf(shown)}</span>
          {present !== undefined && <span className={classes.count}>{cappedWords(present)}</span>}
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => {
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
              {labelOf(view)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
