import { Modal, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { KeysHint } from '../components/keys-hint.tsx';
import { useOffered } from '../keys/commands.ts';
import { bindingOf, commandIds, keyGroups } from '../keys/key-map.ts';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import classes from './help-overlay.module.css';

/** All keys, by where they work. Those that do something on the present screen stand out. */
export function HelpOverlay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const offered = useOffered();
  const { singleKeys } = usePreferences();
  // A dialog that is open from its first moment would not know where the focus was.
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(opened), [opened]);
  return (
    <Modal
      opened={shown}
      onClose={onClose}
      title="Keys"
      size={780}
      classNames={{ title: classes.title ?? '' }}
    >
      <div className={classes.groups}>
        {keyGroups.map((group) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            <dl>
              {commandIds
                .filter((id) => bindingOf(id).group === group)
                .map((id) => (
                  <div key={id} data-offered={offered.includes(id) || undefined}>
                    <dt>{bindingOf(id).label}</dt>
                    <dd>
                      <KeysHint command={id} all />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <footer className={classes.foot}>
        <Switch
          size="sm"
          label="Keys without Ctrl"
          description="Turn them off if you dictate, or if they get in your way. Ctrl, Esc, Enter and arrows stay."
          checked={singleKeys}
          onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
        />
      </footer>
    </Modal>
  );
}
