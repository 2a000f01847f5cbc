import { useState } from 'react';
import type { Utc } from '../../../../../../contract/values.ts';
import { type UntilChoice, type UntilPreset, untilOf } from '../../../../../components/fields/until.ts';
import { UntilField } from '../../../../../components/fields/until-field.tsx';
import { DialogForm } from '../../../../../components/panels/dialog-form.tsx';
import { usePreferences } from '../../../../../preferences/preferences.ts';
import { morningAfter } from '../../moments.ts';

interface SendLaterDialogProps {
  opened: boolean;
  onClose: () => void;
  onChosen: (sendAt: Utc) => void;
}

/** When an answer goes, if not now. */
export function SendLaterDialog({ opened, onClose, onChosen }: SendLaterDialogProps) {
  const { zone } = usePreferences();
  const [choice, setChoice] = useState<UntilChoice>({ kind: 'hours', hours: 1 });
  const [error, setError] = useState<string | undefined>(undefined);
  const now = Date.now();
  const presets: readonly UntilPreset[] = [
    { label: 'In 1 h', choice: { kind: 'hours', hours: 1 } },
    { label: 'In 4 h', choice: { kind: 'hours', hours: 4 } },
    { label: 'Tomorrow 9:00', choice: { kind: 'at', local: morningAfter(now, zone, 1) } },
    { label: 'In a week, 9:00', choice: { kind: 'at', local: morningAfter(now, zone, 7) } },
  ];
  const send = () => {
    const at = untilOf(choice, Date.now(), zone);
    if (at === null || at === 'invalid') return setError('Give the date and the time');
    if (Date.parse(at) <= Date.now()) return setError('This moment has passed');
    onClose();
    onChosen(at);
  };
  return (
    <DialogForm
      opened={opened}
      title="Send it later"
      label="Send then"
      sending={false}
      error={null}
      onSend={send}
      onClose={onClose}
    >
      <UntilField
        legend="When it goes"
        lead="Goes"
        presets={presets}
        value={choice}
        error={error}
        onChange={(next) => {
          setChoice(next);
          setError(undefined);
        }}
      />
    </DialogForm>
  );
}
