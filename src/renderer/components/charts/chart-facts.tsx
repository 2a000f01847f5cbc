import type { ChartData } from '../../../contract/metrics/values.ts';
import { useNow } from '../../preferences/clock.ts';
import type { Zone } from '../../preferences/preferences.ts';
import { absoluteOf, timeOf } from '../../preferences/time-format.ts';
import type { ShownRange } from './chart-group.tsx';
import classes from './time-chart.module.css';
import { unitName, valueText } from './unit-text.ts';

/** The units, what a point stands for, and until when there are readings. */
export function ChartFacts({ data, range, zone }: { data: ChartData; range: ShownRange; zone: Zone }) {
  const now = useNow();
  const { asOf, step, gap, series } = data;
  const units = [...new Set(series.map(({ unit }) => unitName(unit)))];
  const old = range.isLive && asOf !== null && now - Date.parse(asOf) > 1000 * Math.max(2 * gap, 120);
  return (
    <p className={classes.facts}>
      <span>{units.join(', ')}</span>
      <span>step {valueText(step, 'seconds')}</span>
      {asOf !== null && (
        <span data-old={old || undefined} title={absoluteOf(asOf, zone)}>
          {old ? 'old: ' : ''}as of {timeOf(asOf, zone)}
        </span>
      )}
    </p>
  );
}
