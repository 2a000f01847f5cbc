import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { caseActionKinds } from '../../../../../contract/reports/decisions.ts';
import type { Policy, Preset } from '../../../../../contract/reports/policies.ts';
import { CheckChips } from '../../../../components/fields/check-chips.tsx';
import { Chips } from '../../../../components/fields/chips.tsx';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { submitKey } from '../../../../keys/submit-key.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { caseActionWords, minutesWords } from '../../../reports/decide/action-words.ts';
import { createDrafts, useDraft } from '../../../session/drafts.ts';
import { useRuleChange } from '../use-rules.ts';
import { deedsOf } from './deeds.ts';
import classes from './digits.module.css';
import {
  isOvertaken,
  type KeptPreset,
  type PresetErrors,
  type PresetText,
  presetText,
  readPreset,
  spans,
  withKind,
  withPreset,
} from './preset-draft.ts';

const drafts = createDrafts<KeptPreset>();

interface PresetFormProps {
  digit: number;
  presets: readonly Preset[];
  policies: readonly Policy[];
  onClose: () => void;
}

/** What one digit decides. What was chosen stays when the form is closed and when it is refused. */
export function PresetForm({ digit, presets, policies, onClose }: PresetFormProps) {
  const reachable = useReachable();
  const present = presets.find((it) => it.digit === digit) ?? null;
  const inForce = policies.filter((it) => !it.removed);
  const [kept, change] = useDraft(drafts, String(digit));
  const [opened] = useState((): KeptPreset => ({ seen: present, text: presetText(present) }));
  const { text } = kept ?? opened;
  const overtaken = isOvertaken(kept ?? opened, present);
  const [errors, setErrors] = useState<PresetErrors>({});
  const saving = useSaving(digit, presets, () => {
    change(() => undefined);
    onClose();
  });
  const policy = inForce.find((it) => it.id === text.policyId);
  const set = (part: Partial<PresetText>) => {
    change((now = opened) => ({ ...now, text: { ...now.text, ...part } }));
    setErrors({});
    saving.reset();
  };
  const send = () => {
    const read = readPreset(digit, text, inForce);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok && !overtaken) saving.mutate(read.preset);
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={submitKey(send)}
    >
      <TextInput
        size="sm"
        label="Name"
        description="As it stands beside the digit, and in the reason of the decision"
        data-autofocus
        autoComplete="off"
        maxLength={40}
        value={text.name}
        error={errors.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="sm"
        label="Policy"
        value={text.policyId ?? ''}
        data={[
          { value: '', label: 'The case’s own' },
          ...inForce.map((it) => ({ value: it.id as string, label: it.name })),
        ]}
        onChange={(event) =>
          set({ policyId: inForce.find((it) => it.id === event.currentTarget.value)?.id ?? null })
        }
      />
      <CheckChips
        legend="What it does"
        options={caseActionKinds.map((value) => ({
          value,
          ...caseActionWords[value],
          whyNot: policy?.actions.includes(value) === false ? `“${policy.name}” does not allow it` : null,
        }))}
        chosen={text.kinds}
        error={errors.kinds}
        onChange={(kind, chosen) => set(withKind(text, kind, chosen))}
      />
      {(['mute', 'suspend'] as const)
        .filter((kind) => text.kinds.includes(kind))
        .map((kind) => (
          <Chips
            key={kind}
            legend={`${caseActionWords[kind].label} for`}
            options={spansWith(text[kind]).map((minutes) => ({
              value: String(minutes),
              label: minutes === null ? 'Until lifted' : minutesWords(minutes),
            }))}
            value={String(text[kind])}
            onChange={(value) => set({ [kind]: value === 'null' ? null : Number(value) })}
          />
        ))}
      <fieldset className={classes.told}>
        <legend>By the policy’s messages, it tells</legend>
        <Checkbox
          size="sm"
          label="the member"
          checked={text.tellMember}
          onChange={(event) => set({ tellMember: event.currentTarget.checked })}
        />
        <Checkbox
          size="sm"
          label="everyone who reported it"
          checked={text.tellReporters}
          onChange={(event) => set({ tellReporters: event.currentTarget.checked })}
        />
      </fieldset>
      {overtaken && (
        <div role="alert" className={classes.conflict}>
          <p>
            Someone changed this digit meanwhile. Now it{' '}
            {present === null ? 'does nothing' : `is “${present.name}”: ${deedsOf(present)}`}. What you chose
            is kept.
          </p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              change((now = opened) => ({ ...now, seen: present }));
              saving.reset();
            }}
          >
            Keep mine, to save over it
          </Button>
        </div>
      )}
      {saving.isError && !overtaken && (
        <p role="alert" className={classes.failure}>
          {failureOf(saving.error).message}
        </p>
      )}
      <div className={classes.ends}>
        {present !== null && (
          <Button
            size="sm"
            variant="subtle"
            color="red"
            className={classes.clear}
            disabled={!reachable || overtaken || saving.isPending}
            onClick={() => saving.mutate(null)}
          >
            Let it do nothing
          </Button>
        )}
        <Button size="sm" variant="default" onClick={onClose}>
          Close
        </Button>
        <Button
          type="submit"
          size="sm"
          loading={saving.isPending}
          disabled={!reachable || overtaken}
          title={reachable ? undefined : 'Waits until the database answers again'}
          rightSection={<KeysHint command="form.send" />}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

/** Saves all digits with this one put in, and offers to put back what it did before. */
function useSaving(digit: number, seen: readonly Preset[], onDone: () => void) {
  const [requestId] = useState(() => crypto.randomUUID());
  return useRuleChange(
    async (preset: Preset | null) => {
      const presets = withPreset(seen, digit, preset);
      await client.reports.savePresets({ requestId, seen: [...seen], presets });
      return presets;
    },
    (saved, preset) => {
      onDone();
      offerUndo({
        id: 'digits',
        title: preset === null ? `${digit} does nothing now` : `Saved on ${digit}: ${preset.name}`,
        undo: async () => {
          await client.reports.savePresets({
            requestId: crypto.randomUUID(),
            seen: saved,
            presets: [...seen],
          });
          return `${digit} does again what it did`;
        },
      });
    },
  );
}

/** The usual spans, and one of one's own where it was saved. */
function spansWith(minutes: number | null): readonly (number | null)[] {
  return spans.some((it) => it === minutes) ? spans : [minutes, ...spans];
}
