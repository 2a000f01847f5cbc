import type { ChartData } from '../../../../contract/metrics/values.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { stampOf } from '../../../preferences/time-format.ts';
import { zoneText } from '../time-axis.ts';
import { valueText } from '../unit-text.ts';
import { summaryOf } from './chart-summary.ts';
import classes from './chart-table.module.css';

/** As many steps as are listed; all of them are in the CSV. */
const listed = 200;

interface ChartTableProps {
  title: string;
  data: ChartData;
  range: { from: number; to: number };
  zone: Zone;
  height: number;
}

/** What a chart draws, in numbers: each series in sum, then step by step, the last first. */
export function ChartTable({ title, data, range, zone, height }: ChartTableProps) {
  const { from, to } = range;
  const steps = data.at
    .map((moment, index) => ({ moment, index }))
    .filter(({ moment }) => moment + data.step > from && moment < to);
  return (
    <section
      className={classes.scroll}
      style={{ height }}
      aria-label={`${title} as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
      tabIndex={0}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">Last</th>
            <th scope="col">Lowest</th>
            <th scope="col">Mean</th>
            <th scope="col">Highest</th>
            <th scope="col">Readings</th>
            <th scope="col">Gaps</th>
          </tr>
        </thead>
        <tbody>
          {summaryOf(data, from, to).map((it) => (
            <tr key={it.name}>
              <th scope="row">{it.label}</th>
              {[it.last, it.lowest, it.mean, it.highest].map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the column
                <td key={index}>{value === null ? '–' : valueText(value, it.unit)}</td>
              ))}
              <td>{it.readings}</td>
              <td>{it.gaps}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.table}>
        <caption>
          {steps.length > listed
            ? `The last ${listed} of ${steps.length} steps; the CSV has all.`
            : `${steps.length} steps.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneText(from, to, zone)}</th>
            {data.series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps
            .slice(-listed)
            .toReversed()
            .map(({ moment, index }) => (
              <tr key={moment}>
                <th scope="row">{stampOf(new Date(1000 * moment).toISOString(), zone)}</th>
                {data.series.map(({ name, mean, unit }) => (
                  <td key={name}>{cell(mean[index], (value) => valueText(value, unit))}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function cell(value: number | null | undefined, text: (value: number) => string): string {
  return typeof value === 'number' ? text(value) : 'no reading';
}
