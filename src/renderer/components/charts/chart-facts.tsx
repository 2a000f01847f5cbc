import type { ChartData } from '../../../contract/metrics/values.ts';
import { useNow } from '../../preferences/clock.ts';
import type { Zone } from '../../preferences/preferences.ts';
import { absoluteOf, stampOf, timeOf } from '../../preferences/time-format.ts';
import type { ShownRange } from './chart-group.tsx';
import { zoneText } from './time-axis.ts';
import classes from './time-chart.module.css';
import { unitName, valueText } from './unit-text.ts';

/** The units, what a point stands for, and until when there are readings. */
export function ChartFacts({ data, range, zone }: { data: ChartData; range: ShownRange; zone: Zone }) {
  const now = useNow();
  const { asOf, step, gap } = data;
  const old = range.isLive && asOf !== null && now - Date.parse(asOf) > 1000 * Math.max(2 * gap, 120);
  return (
    <p className={classes.facts}>
      <span>{unitsOf(data)}</span>
      <span>step {valueText(step, 'seconds')}</span>
      {asOf !== null && (
        <span data-old={old || undefined} title={absoluteOf(asOf, zone)}>
          {old ? 'old: ' : ''}as of {timeOf(asOf, zone)}
        </span>
      )}
    </p>
  );
}

/** The same, and the range with its zone, as lines beside a picture. */
export function factsOf(data: ChartData, { from, to }: { from: number; to: number }, zone: Zone): string[] {
  const [start, end] = [from, to].map((moment) => stampOf(new Date(1000 * moment).toISOString(), zone));
  const asOf = data.asOf === null ? '' : `, as of ${absoluteOf(data.asOf, zone)}`;
  return [
    `${start} to ${end}, ${zoneText(from, to, zone)}`,
    `${unitsOf(data)}, step ${valueText(data.step, 'seconds')}${asOf}`,
  ];
}

function unitsOf({ series }: ChartData): string {
  return [...new Set(series.map(({ unit }) => unitName(unit)))].join(', ');
}
