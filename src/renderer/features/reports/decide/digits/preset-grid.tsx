import { Loader } from '@mantine/core';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { type CommandId, commandIds } from '../../../../keys/key-map.ts';
import type { FittedPreset } from './preset-draft.ts';
import classes from './preset-grid.module.css';

interface PresetGridProps {
  presets: readonly FittedPreset[];
  /** Why none of them can be now; null where they can. */
  blocked: string | null;
  /** The digit that is under way. */
  busy: number | null;
  onPress: (preset: FittedPreset) => void;
}

/** The decisions on the digits, each with what it does to this case. */
export function PresetGrid({ presets, blocked, busy, onPress }: PresetGridProps) {
  return (
    <ol className={classes.grid} aria-label="Decisions on the digits">
      {presets.map((fitted) => (
        <PresetButton
          key={fitted.preset.digit}
          fitted={fitted}
          blocked={blocked ?? fitted.whyNot}
          busy={busy === fitted.preset.digit}
          onPress={() => onPress(fitted)}
        />
      ))}
    </ol>
  );
}

interface PresetButtonProps {
  fitted: FittedPreset;
  blocked: string | null;
  busy: boolean;
  onPress: () => void;
}

function PresetButton({ fitted, blocked, busy, onPress }: PresetButtonProps) {
  const { preset, words, whyNot, toFill, draft } = fitted;
  const command = commandOf(preset.digit);
  useCommand(command, onPress, blocked === null);
  const grave = draft.kinds.includes('ban') || draft.kinds.includes('suspend');
  return (
    <li>
      <button
        type="button"
        className={classes.preset}
        data-grave={grave || undefined}
        disabled={blocked !== null}
        title={blocked === null ? words : `Not possible: ${blocked}`}
        onClick={onPress}
      >
        {busy ? <Loader size={14} /> : <KeysHint command={command} />}
        <span className={classes.name}>{preset.name}</span>
        <span className={classes.words}>
          {whyNot !== null ? whyNot : toFill.length > 0 ? `${words} · asks for ${toFill.join(', ')}` : words}
        </span>
      </button>
    </li>
  );
}

function commandOf(digit: number): CommandId {
  const command = commandIds.find((id) => id === `preset.${digit}`);
  if (command === undefined) throw new Error(`there is no key for the digit ${digit}`);
  return command;
}
