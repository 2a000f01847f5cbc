import {
  IconArrowBackUp,
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPlayFilled,
  IconZoomIn,
  IconZoomOut,
  type TablerIcon,
} from '@tabler/icons-react';
import { zoneText } from '../../../components/charts/time-axis.ts';
import { useCommand } from '../../../keys/commands.ts';
import { type CommandId, keyMap } from '../../../keys/key-map.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { usePreferences, type Zone } from '../../../preferences/preferences.ts';
import { dateOf, timeOf } from '../../../preferences/time-format.ts';
import { type Preset, presets } from './range-address.ts';
import classes from './range-bar.module.css';
import { RangeChooser } from './range-chooser.tsx';
import type { MetricsRange } from './use-metrics-range.ts';

/** Which time all charts of the view show, and the ways to another: presets, dates, steps, zoom and back to now. */
export function RangeBar({ range }: { range: MetricsRange }) {
  const { zone } = usePreferences();
  return (
    <div className={classes.bar}>
      <fieldset className={classes.group}>
        <legend className="unseen">Range</legend>
        {(Object.keys(presets) as Preset[]).map((preset) => (
          <PresetButton key={preset} preset={preset} range={range} />
        ))}
        <RangeChooser range={range} zone={zone} />
      </fieldset>
      <fieldset className={classes.group}>
        <legend className="unseen">Move the range</legend>
        <Step command="range.earlier" icon={IconChevronLeft} onPress={() => range.move(-1)} />
        <Step command="range.later" icon={IconChevronRight} onPress={() => range.move(1)} />
        <Step command="range.in" icon={IconZoomIn} onPress={() => range.zoom(1)} />
        <Step command="range.out" icon={IconZoomOut} onPress={() => range.zoom(-1)} />
        <Step command="range.back" icon={IconArrowBackUp} onPress={range.back} />
      </fieldset>
      <LiveButton range={range} />
      <p className={classes.shown} aria-live={range.isLive ? 'off' : 'polite'}>
        {rangeText(range, zone)}
      </p>
    </div>
  );
}

function PresetButton({ preset, range }: { preset: Preset; range: MetricsRange }) {
  const command = `range.${preset}` as const;
  const show = () => range.showLast(preset);
  useCommand(command, show);
  return (
    <button
      type="button"
      aria-pressed={range.preset === preset}
      title={keyTitle(command)}
      onClick={show}
      className={classes.choice}
    >
      {preset}
    </button>
  );
}

function Step({
  command,
  icon: Icon,
  onPress,
}: {
  command: CommandId;
  icon: TablerIcon;
  onPress: () => void;
}) {
  useCommand(command, onPress);
  return (
    <button
      type="button"
      className={classes.choice}
      aria-label={keyMap[command].label}
      title={keyTitle(command)}
      onClick={onPress}
    >
      <Icon size={15} stroke={1.8} aria-hidden />
    </button>
  );
}

function LiveButton({ range }: { range: MetricsRange }) {
  useCommand('range.live', range.goLive, !range.isLive);
  return (
    <button
      type="button"
      className={classes.live}
      aria-pressed={range.isLive}
      title={range.isLive ? 'The range ends now and goes on with the clock' : keyTitle('range.live')}
      onClick={() => {
        if (range.isLive) range.show({ from: range.from, to: range.to });
        else range.goLive();
      }}
    >
      <IconPlayerPlayFilled size={11} aria-hidden />
      Live
    </button>
  );
}

/** `29 Nov 2026, 14:03 to 30 Nov 2026, 14:03 UTC`; a day once, where both are of it. */
export function rangeText({ from, to }: { from: number; to: number }, zone: Zone): string {
  const [start, end] = [isoOf(from), isoOf(to)];
  const seconds = from % 60 !== 0 || to % 60 !== 0;
  const clock = (moment: string) => timeOf(moment, zone).slice(0, seconds ? undefined : 5);
  const [first, last] = [dateOf(start, zone), dateOf(end, zone)];
  const until = first === last ? clock(end) : `${last}, ${clock(end)}`;
  return `${first}, ${clock(start)} to ${until} ${zoneText(from, to, zone)}`;
}

function isoOf(seconds: number): string {
  return new Date(1000 * seconds).toISOString();
}
