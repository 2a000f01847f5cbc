import { Popover } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../../../keys/commands.ts';
import classes from './search-bar.module.css';
import { searchForms } from './search-words.ts';

/** What the search box understands, by example. */
export function SearchHelp() {
  const [opened, setOpened] = useState(false);
  useCommand('search.help', () => setOpened(true));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.help}
          aria-label="What the search box understands"
          title="What the search box understands (h)"
          onClick={() => setOpened((now) => !now)}
        >
          <IconHelpCircle size={17} stroke={1.6} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label="What the search box understands"
        tabIndex={-1}
        data-autofocus
        className={classes.helpPane}
      >
        <dl className={classes.forms}>
          {searchForms.map(({ typed, finds }) => (
            <div key={typed}>
              <dt className="mono">{typed}</dt>
              <dd>{finds}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
