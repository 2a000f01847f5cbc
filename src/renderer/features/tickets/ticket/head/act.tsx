import type { ReactNode } from 'react';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { bindingOf, type CommandId } from '../../../../keys/key-map.ts';
import classes from './controls.module.css';

interface ActProps {
  command: CommandId;
  label: ReactNode;
  /** Whether what can be switched is on; absent for what cannot. */
  pressed?: boolean;
  disabled: boolean;
  onPress: () => void;
}

/** One thing that can be done to the ticket, by button and by key. */
export function Act({ command, label, pressed, disabled, onPress }: ActProps) {
  useCommand(command, onPress, !disabled);
  return (
    <button
      type="button"
      className={classes.act}
      aria-pressed={pressed}
      title={bindingOf(command).label}
      disabled={disabled}
      onClick={onPress}
    >
      {label}
      <KeysHint command={command} />
    </button>
  );
}
