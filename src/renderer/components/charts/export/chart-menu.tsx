import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useCommand } from '../../../keys/commands.ts';
import { KeysHint } from '../../keys-hint.tsx';
import classes from './chart-menu.module.css';

interface ChartMenuProps {
  title: string;
  /** Its keys hold while the focus or the pointer is in it. */
  figure: RefObject<HTMLElement | null>;
  asTable: boolean;
  onTable: () => void;
  onCsv: () => void;
  /** Absent while nothing is drawn. */
  onPng: (() => void) | undefined;
}

/** What else can be had of one chart. */
export function ChartMenu({ title, figure, asTable, onTable, onCsv, onPng }: ChartMenuProps) {
  const active = useActive(figure);
  useCommand('chart.table', onTable, active);
  useCommand('chart.csv', onCsv, active);
  useCommand('chart.png', () => onPng?.(), active && onPng !== undefined);
  return (
    <Menu
      clickOutsideEvents={['mousedown', 'touchstart']}
      withInitialFocusPlaceholder={false}
      position="bottom-end"
      shadow="md"
      width={240}
    >
      <Menu.Target>
        <button type="button" className={classes.target} aria-label={`More of ${title}`}>
          <IconDots size={15} stroke={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={<KeysHint command="chart.table" />} onClick={onTable}>
          {asTable ? 'As a drawing' : 'As a table'}
        </Menu.Item>
        <Menu.Item
          rightSection={<KeysHint command="chart.png" />}
          disabled={onPng === undefined}
          onClick={onPng}
        >
          Save as PNG
        </Menu.Item>
        <Menu.Item rightSection={<KeysHint command="chart.csv" />} onClick={onCsv}>
          Save as CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useActive(figure: RefObject<HTMLElement | null>): boolean {
  const [active, setActive] = useState(false);
  useEffect(() => {
    const element = figure.current;
    if (element === null) return;
    const look = () => setActive(element.matches(':hover, :focus-within'));
    // The state of the page is as it will be only once the event is over.
    const lookSoon = () => queueMicrotask(look);
    const stop = new AbortController();
    for (const event of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) {
      element.addEventListener(event, lookSoon, { signal: stop.signal });
    }
    look();
    return () => stop.abort();
  }, [figure]);
  return active;
}
