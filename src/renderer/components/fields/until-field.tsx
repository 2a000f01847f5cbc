import { TextInput } from '@mantine/core';
import { useNow } from '../../preferences/clock.ts';
import { usePreferences, type Zone } from '../../preferences/preferences.ts';
import { absoluteOf, zoneNameAt } from '../../preferences/time-format.ts';
import { Chips } from './chips.tsx';
import { type UntilChoice, type UntilPreset, untilOf } from './until.ts';
import classes from './until-field.module.css';

const own = 'Date and time';

/** For how long: one of the usual spans, until it is taken back, or a moment in the reader's zone. */
export function UntilField({
  legend = 'For how long',
  lead = 'Until',
  presets,
  value,
  error,
  autoFocus = false,
  onChange,
}: {
  legend?: string;
  /** Stands before the moment. */
  lead?: string;
  presets: readonly UntilPreset[];
  value: UntilChoice;
  error: string | undefined;
  /** In a dialog: whether the hand is here when it opens. */
  autoFocus?: boolean;
  onChange: (value: UntilChoice) => void;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  const until = untilOf(value, now, zone);
  const preset = presets.find(({ choice }) => JSON.stringify(choice) === JSON.stringify(value));
  return (
    <div>
      <Chips
        legend={legend}
        autoFocus={autoFocus}
        options={[...presets.map(({ label }) => label), own].map((label) => ({ value: label, label }))}
        value={preset?.label ?? own}
        onChange={(label) =>
          onChange(
            presets.find((each) => each.label === label)?.choice ?? {
              kind: 'at',
              local: localText(
                until === null || until === 'invalid' ? now + 86_400_000 : Date.parse(until),
                zone,
              ),
            },
          )
        }
      />
      {value.kind === 'at' && (
        <TextInput
          className={classes.moment}
          type="datetime-local"
          aria-label={`${lead}, in ${zoneNameAt(new Date(now).toISOString(), zone)}`}
          value={value.local}
          error={error}
          onChange={(event) => onChange({ kind: 'at', local: event.currentTarget.value })}
        />
      )}
      {until !== 'invalid' && (
        <p className={classes.until}>
          {until === null ? 'Until someone takes it back' : `${lead} ${absoluteOf(until, zone)}`}
        </p>
      )}
    </div>
  );
}

/** Milliseconds as a field for date and time wants them, to the minute: `2026-12-03T14:30`. */
function localText(time: number, zone: Zone): string {
  const offset = zone === 'utc' ? 0 : new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offset).toISOString().slice(0, 16);
}
