import { type Preset, presets } from './range-address.ts';
import classes from './range-bar.module.css';
import type { MetricsRange } from './use-metrics-range.ts';

/** Which time all charts of the view show. */
export function RangeBar({ range }: { range: MetricsRange }) {
  return (
    <fieldset className={classes.presets}>
      <legend className="unseen">Range</legend>
      {(Object.keys(presets) as Preset[]).map((preset) => (
        <button
          key={preset}
          type="button"
          aria-pressed={range.preset === preset}
          onClick={() => range.showLast(preset)}
        >
          {preset}
        </button>
      ))}
    </fieldset>
  );
}
