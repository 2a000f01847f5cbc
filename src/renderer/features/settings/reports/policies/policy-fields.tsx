import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { caseActionKinds } from '../../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { dangers } from '../../../../../contract/reports/values.ts';
import { CheckChips } from '../../../../components/fields/check-chips.tsx';
import { Chips } from '../../../../components/fields/chips.tsx';
import { caseActionWords } from '../../../reports/decide/action-words.ts';
import { policyPlaceholders } from '../../templates/placeholders.ts';
import { TemplateField } from '../../templates/template-field.tsx';
import type { PolicyErrors, PolicyText, TargetUnit } from './policy-draft.ts';
import { targetUnits } from './policy-draft.ts';
import classes from './policy-sheet.module.css';
import { dangerLabels, severityWords } from './policy-words.ts';

const unlessWritten = 'Empty: nothing, unless the moderator writes it';

interface PolicyFieldsProps {
  ref: Ref<HTMLDivElement>;
  text: PolicyText;
  errors: PolicyErrors;
  /** The other policies in force. */
  others: readonly Policy[];
  onChange: (part: Partial<PolicyText>) => void;
}

export function PolicyFields({ ref, text, errors, others, onChange }: PolicyFieldsProps) {
  return (
    <div ref={ref} className={classes.fields}>
      <TextInput
        size="sm"
        label="Name"
        data-autofocus
        autoComplete="off"
        maxLength={60}
        value={text.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        size="sm"
        label="Rule"
        description="As members are told it: it stands in messages as {rule}"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={text.body}
        error={errors.body}
        onChange={(event) => onChange({ body: event.currentTarget.value })}
      />
      <Chips
        legend="Severity"
        options={Object.entries(severityWords).map(([value, word]) => ({ value, label: `${value} ${word}` }))}
        value={String(text.severity)}
        onChange={(value) => onChange({ severity: Number(value) })}
      />
      <Chips
        legend="Danger: comes before everything else"
        options={[
          { value: 'none', label: 'None' },
          ...dangers.map((value) => ({ value, label: dangerLabels[value], grave: true })),
        ]}
        value={text.danger ?? 'none'}
        onChange={(value) => onChange({ danger: dangers.find((it) => it === value) ?? null })}
      />
      <div className={classes.target}>
        <TextInput
          size="sm"
          label="Decided within"
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          value={text.target}
          error={errors.targetMinutes}
          onChange={(event) => onChange({ target: event.currentTarget.value })}
        />
        <NativeSelect
          size="sm"
          aria-label="Unit of the time to decide"
          value={text.unit}
          data={Object.keys(targetUnits)}
          onChange={(event) => onChange({ unit: event.currentTarget.value as TargetUnit })}
        />
      </div>
      <CheckChips
        legend="Allowed actions"
        options={caseActionKinds.map((value) => ({ value, ...caseActionWords[value] }))}
        chosen={text.actions}
        error={errors.actions}
        onChange={(kind, chosen) =>
          onChange({
            actions: caseActionKinds.filter((it) => (it === kind ? chosen : text.actions.includes(it))),
          })
        }
      />
      <Textarea
        size="sm"
        label="Reasons that mean it"
        description="As members choose them on the site, one on each line. Each means one policy."
        autosize
        minRows={2}
        maxRows={8}
        value={text.reasons}
        error={errors.reasons ?? takenReason(text.reasons, others)}
        onChange={(event) => onChange({ reasons: event.currentTarget.value })}
      />
      <TemplateField
        label="What the member is told"
        description={unlessWritten}
        placeholders={policyPlaceholders}
        value={text.memberTemplate}
        error={errors.memberTemplate}
        onChange={(memberTemplate) => onChange({ memberTemplate })}
      />
      <TemplateField
        label="What reporters are told"
        description={unlessWritten}
        placeholders={policyPlaceholders}
        value={text.reporterTemplate}
        error={errors.reporterTemplate}
        onChange={(reporterTemplate) => onChange({ reporterTemplate })}
      />
    </div>
  );
}

/** Says as one types that a reason belongs to another policy: the core would refuse it. */
function takenReason(reasons: string, others: readonly Policy[]): string | undefined {
  for (const typed of reasons.split('\n').map((it) => it.trim())) {
    const owner = others.find((it) => it.reasons.some((its) => its.toLowerCase() === typed.toLowerCase()));
    if (owner !== undefined) return `“${typed}” belongs to “${owner.name}”: take it out of that policy first`;
  }
  return undefined;
}
