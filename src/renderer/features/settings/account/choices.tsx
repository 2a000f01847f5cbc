import { Button, NativeSelect, Switch, useMantineColorScheme } from '@mantine/core';
import { themeNames, themes } from '../../../app/theme.ts';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { runCommand } from '../../../keys/commands.ts';
import { setPreferences, usePreferences } from '../../../preferences/preferences.ts';
import { zoneNameAt } from '../../../preferences/time-format.ts';
import classes from './account-view.module.css';

/** How this computer shows things. Kept here, not in the database. */
export function Choices() {
  const { zone, singleKeys } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const local = zoneNameAt(new Date().toISOString(), 'local');
  return (
    <div className={classes.choices}>
      <NativeSelect
        size="sm"
        label="Theme"
        value={colorScheme}
        onChange={(event) => {
          const chosen = themes.find((theme) => theme === event.currentTarget.value);
          if (chosen !== undefined) setColorScheme(chosen);
        }}
        data={themes.map((theme) => ({
          value: theme,
          label: theme === 'auto' ? 'As the system' : themeNames[theme],
        }))}
      />
      <NativeSelect
        size="sm"
        label="Times"
        value={zone}
        onChange={(event) => setPreferences({ zone: event.currentTarget.value === 'utc' ? 'utc' : 'local' })}
        data={[
          { value: 'local', label: `Local time (${local})` },
          { value: 'utc', label: 'UTC' },
        ]}
      />
      <Switch
        size="sm"
        label="Keys without Ctrl"
        description="Turn them off if you dictate, or if they get in your way."
        checked={singleKeys}
        onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
      />
      <div>
        <Button
          size="xs"
          variant="default"
          rightSection={<KeysHint command="help.open" />}
          onClick={() => runCommand('help.open')}
        >
          Show all keys
        </Button>
      </div>
    </div>
  );
}
