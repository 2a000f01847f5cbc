import { useState } from 'react';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import type { Utc } from '../../../../../contract/values.ts';
import { type UntilChoice, type UntilPreset, untilOf } from '../../../../components/fields/until.ts';
import { UntilField } from '../../../../components/fields/until-field.tsx';
import { DialogForm } from '../../../../components/panels/dialog-form.tsx';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { morningAfter } from '../moments.ts';

interface SnoozeDialogProps {
  row: TicketRow;
  opened: boolean;
  onClose: () => void;
  onChosen: (until: Utc) => void;
}

/** Puts the ticket away until a moment; an answer of the member brings it back before. */
export function SnoozeDialog({ row, opened, onClose, onChosen }: SnoozeDialogProps) {
  const { zone } = usePreferences();
  const [choice, setChoice] = useState<UntilChoice>({ kind: 'hours', hours: 4 });
  const [error, setError] = useState<string | undefined>(undefined);
  const now = Date.now();
  const presets: readonly UntilPreset[] = [
    { label: '1 h', choice: { kind: 'hours', hours: 1 } },
    { label: '4 h', choice: { kind: 'hours', hours: 4 } },
    { label: 'Tomorrow 9:00', choice: { kind: 'at', local: morningAfter(now, zone, 1) } },
    { label: 'In a week, 9:00', choice: { kind: 'at', local: morningAfter(now, zone, 7) } },
  ];
  const send = () => {
    const until = untilOf(choice, Date.now(), zone);
    if (until === null || until === 'invalid') return setError('Give the date and the time');
    if (Date.parse(until) <= Date.now()) return setError('This moment has passed');
    onClose();
    onChosen(until);
  };
  return (
    <DialogForm
      opened={opened}
      title={`Snooze ticket ${row.id}`}
      label="Snooze"
      sending={false}
      error={null}
      onSend={send}
      onClose={onClose}
    >
      <UntilField
        legend="Until when"
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
