import { Modal } from '@mantine/core';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import { useWhileClosing } from '../../../../components/panels/while-closing.ts';
import classes from './digits.module.css';
import { PresetForm } from './preset-form.tsx';

interface PresetDialogProps {
  /** The one that is changed; null where none is. */
  digit: number | null;
  presets: readonly Preset[];
  policies: readonly Policy[];
  onClose: () => void;
}

export function PresetDialog({ digit, presets, policies, onClose }: PresetDialogProps) {
  const shown = useWhileClosing(digit);
  return (
    <Modal
      opened={digit !== null}
      onClose={onClose}
      size={560}
      title={`What ${shown ?? ''} decides`}
      classNames={{ title: classes.title ?? '' }}
    >
      {shown !== null && (
        <PresetForm key={shown} digit={shown} presets={presets} policies={policies} onClose={onClose} />
      )}
    </Modal>
  );
}
