import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { type UntilChoice, type UntilPreset, untilOf } from '../../../components/fields/until.ts';
import { UntilField } from '../../../components/fields/until-field.tsx';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { usePreferences } from '../../../preferences/preferences.ts';
import { calls } from '../../../transport/client.ts';
import { useDraft } from '../../session/drafts.ts';
import { refreshCase } from '../case/case-queries.ts';
import { draftOf, noteDrafts } from './note-drafts.ts';

const presets: readonly UntilPreset[] = [
  { label: '1 h', choice: { kind: 'hours', hours: 1 } },
  { label: '4 h', choice: { kind: 'hours', hours: 4 } },
  { label: '1 d', choice: { kind: 'hours', hours: 24 } },
  { label: '3 d', choice: { kind: 'hours', hours: 72 } },
  { label: '7 d', choice: { kind: 'hours', hours: 168 } },
];

interface HoldDialogProps {
  row: CaseRow;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Takes the case out of the queue until a moment. */
export function HoldDialog({ row, opened, onClose, onDone }: HoldDialogProps) {
  const queryClient = useQueryClient();
  const { zone } = usePreferences();
  const [draft, keep] = useDraft(noteDrafts, `case ${row.id} hold`);
  const [choice, setChoice] = useState<UntilChoice>({ kind: 'hours', hours: 24 });
  const [errors, setErrors] = useState<{ until?: string; note?: string }>({});
  const hold = useMutation(
    calls.reports.hold.mutationOptions({
      onSuccess() {
        keep(() => undefined);
        onClose();
        onDone();
      },
      onSettled: () => void refreshCase(queryClient, row.id),
    }),
  );
  const body = draft?.body ?? '';
  const send = () => {
    const until = untilOf(choice, Date.now(), zone);
    const untilProblem =
      until === null || until === 'invalid'
        ? 'Give the date and the time'
        : Date.parse(until) <= Date.now()
          ? 'This moment has passed'
          : undefined;
    const noteProblem = body.trim() === '' ? 'Write what it waits for' : undefined;
    setErrors({
      ...(untilProblem !== undefined && { until: untilProblem }),
      ...(noteProblem !== undefined && { note: noteProblem }),
    });
    if (until === null || until === 'invalid' || draft === undefined) return;
    if (untilProblem !== undefined || noteProblem !== undefined) return;
    hold.mutate({ caseId: row.id, requestId: draft.requestId, until, note: body.trim() });
  };
  return (
    <DialogForm
      opened={opened}
      title={`Hold case ${row.id}`}
      label="Hold"
      sending={hold.isPending}
      error={hold.error}
      onSend={send}
      onClose={onClose}
    >
      <UntilField
        presets={presets}
        value={choice}
        error={errors.until}
        onChange={(next) => {
          setChoice(next);
          setErrors({});
          keep((now) => now && draftOf(now.body));
        }}
      />
      <Textarea
        data-autofocus
        label="What it waits for"
        description="It stands in the history of the case."
        rows={3}
        maxLength={2000}
        value={body}
        error={errors.note}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setErrors({});
          keep(() => draftOf(text));
        }}
      />
    </DialogForm>
  );
}
