import { IconArrowDown } from '@tabler/icons-react';
import type { StatementRow, StatementSort } from '../../../../../contract/metrics/statements/values.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { plainSql } from '../sql/sql-lines.ts';
import {
  changeSentence,
  changeText,
  columns,
  countText,
  hasRisen,
  msText,
  shareText,
} from '../statement-words.ts';
import classes from './statement-rows.module.css';

/** The headers, by each of which the list can be sorted. */
export function Header({ sort, onSort }: { sort: StatementSort; onSort: (sort: StatementSort) => void }) {
  return (
    <>
      <th scope="col">Statement</th>
      {columns.map((it) => (
        <th
          key={it.sort}
          scope="col"
          data-tier={it.tier}
          className={classes.figure}
          aria-sort={it.sort === sort ? 'descending' : undefined}
        >
          <button
            type="button"
            className={classes.sort}
            title={`${it.title}: sort by it`}
            onClick={() => onSort(it.sort)}
          >
            {it.label}
            {it.sort === sort && <IconArrowDown size={12} stroke={2} aria-hidden />}
          </button>
        </th>
      ))}
    </>
  );
}

interface CellsProps {
  row: StatementRow;
  /** The greatest share of the list, which has the longest bar. */
  most: number;
}

export function Cells({ row, most }: CellsProps) {
  const figures: readonly (readonly [StatementSort, React.ReactNode])[] = [
    ['calls', valueText(row.callsPerSecond, 'count')],
    ['mean', msText(row.meanMs)],
    [
      'change',
      <span key="change" title={changeSentence(row.change)} data-risen={hasRisen(row.change) || undefined}>
        {changeText(row.change)}
      </span>,
    ],
    ['examined', row.examinedPerRow === null ? '–' : valueText(row.examinedPerRow, 'count')],
    ['sent', countText(row.rowsSent)],
    ['tmp-disk', zeroFaint(row.tmpDiskTables)],
    ['no-index', zeroFaint(row.noIndex)],
    ['errors', zeroFaint(row.errors)],
    ['lock', shareText(row.lockShare)],
    ['first-seen', <Moment key="first" at={row.firstSeen} shape="relative" />],
    ['last-seen', <Moment key="last" at={row.lastSeen} shape="relative" />],
  ];
  return (
    <>
      <td className={classes.statement} title={row.text}>
        {row.schema !== '' && <span className={classes.schema}>{row.schema}</span>}
        <code>{row.text === '' ? 'its text was not kept' : plainSql(row.text)}</code>
      </td>
      <td className={classes.share} data-tier={1}>
        <span
          className={classes.bar}
          style={{ width: `${most === 0 ? 0 : (100 * row.share) / most}%` }}
          aria-hidden
        />
        <span>{msText(row.totalMs)}</span>
        <span className={classes.percent}>{shareText(row.share)}</span>
      </td>
      {figures.map(([sort, text]) => (
        <td key={sort} className={classes.figure} data-tier={columns.find((it) => it.sort === sort)?.tier}>
          {text}
        </td>
      ))}
    </>
  );
}

function zeroFaint(value: number) {
  return value === 0 ? <span className={classes.none}>0</span> : countText(value);
}
