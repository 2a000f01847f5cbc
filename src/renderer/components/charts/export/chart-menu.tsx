import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { KeysHint } from '../../keys-hint.tsx';
import { useChartActions } from '../chart-keys.ts';
import classes from './chart-menu.module.css';

interface ChartMenuProps {
  title: string;
  /** Its keys mean it while the pointer or the focus is in it. */
  figure: RefObject<HTMLElement | null>;
  asTable: boolean;
  onTable: () => void;
  onCsv: () => void;
  /** Absent while nothing is drawn. */
  onPng: (() => void) | undefined;
}

/** What else can be had of one chart. */
export function ChartMenu({ title, figure, asTable, onTable, onCsv, onPng }: ChartMenuProps) {
  useChartActions(figure, { table: onTable, csv: onCsv, png: onPng });
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
