import {
  IconEye,
  IconEyeOff,
  IconPalette,
  IconPaletteOff,
  IconVolume,
  IconVolumeOff,
  type TablerIcon,
} from '@tabler/icons-react';
import { KeysHint } from '../../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../../keys/commands.ts';
import type { CommandId } from '../../../../../keys/key-map.ts';
import classes from './media.module.css';
import { type MediaGuard, mediaGuards } from './media-guards.ts';
import { useMediaGuards } from './use-media-guards.ts';

const words: Record<MediaGuard, { label: string; on: TablerIcon; off: TablerIcon; command: CommandId }> = {
  blur: { label: 'Blurred', on: IconEyeOff, off: IconEye, command: 'media.blur' },
  grey: { label: 'Grey', on: IconPaletteOff, off: IconPalette, command: 'media.grey' },
  mute: { label: 'Muted', on: IconVolumeOff, off: IconVolume, command: 'media.mute' },
};

/** What softens the media of evidence: three switches, remembered for the person on this machine. */
export function MediaSwitches() {
  return (
    <fieldset className={classes.switches} aria-label="How media are shown">
      {mediaGuards.map((guard) => (
        <Switch key={guard} guard={guard} />
      ))}
    </fieldset>
  );
}

function Switch({ guard }: { guard: MediaGuard }) {
  const { on, toggle } = useMediaGuards();
  const { label, command, ...icons } = words[guard];
  const pressed = on.includes(guard);
  const Icon = pressed ? icons.on : icons.off;
  useCommand(command, () => toggle(guard));
  return (
    <button type="button" className={classes.switch} aria-pressed={pressed} onClick={() => toggle(guard)}>
      <Icon size={15} stroke={1.6} aria-hidden />
      {label}
      <KeysHint command={command} />
    </button>
  );
}
