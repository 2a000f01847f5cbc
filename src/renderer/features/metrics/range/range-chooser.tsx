import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useCommand } from '../../../keys/commands.ts';
import { keyMap } from '../../../keys/key-map.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { zoneNameAt } from '../../../preferences/time-format.ts';
import classes from './range-bar.module.css';
import { chosenRange, fieldText } from './range-dates.ts';
import type { MetricsRange } from './use-metrics-range.ts';

/** A range by its first and last moment, in the calendars of the system's own fields. */
export function RangeChooser({ range, zone }: { range: MetricsRange; zone: Zone }) {
  const [opened, setOpened] = useState(false);
  useCommand('range.choose', () => setOpened(true));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.choice}
          aria-pressed={range.preset === null}
          aria-label={keyMap['range.choose'].label}
          title={keyTitle('range.choose')}
          onClick={() => setOpened((now) => !now)}
        >
          <IconCalendar size={15} stroke={1.8} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose the range">
        <Dates range={range} zone={zone} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Dates({ range, zone, onDone }: { range: MetricsRange; zone: Zone; onDone: () => void }) {
  const [from, setFrom] = useState(() => fieldText(range.from, zone));
  const [to, setTo] = useState(() => fieldText(range.to, zone));
  const [wrong, setWrong] = useState<string | null>(null);
  const show = (event: FormEvent) => {
    event.preventDefault();
    const chosen = chosenRange(from, to, zone, Math.floor(Date.now() / 1000));
    if (typeof chosen === 'string') return setWrong(chosen);
    range.show(chosen);
    onDone();
  };
  return (
    <form className={classes.dates} onSubmit={show} noValidate>
      <TextInput
        type="datetime-local"
        size="xs"
        label={`From, ${zoneNameAt(new Date(1000 * range.from).toISOString(), zone)}`}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        size="xs"
        label={`To, ${zoneNameAt(new Date(1000 * range.to).toISOString(), zone)}`}
        value={to}
        error={wrong}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" size="xs">
        Show
      </Button>
    </form>
  );
}
