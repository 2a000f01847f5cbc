import { Checkbox, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MemberAction } from '../../../../contract/members/actions.ts';
import { Chips } from '../../../components/fields/chips.tsx';
import { sanctionSpans, untilOf } from '../../../components/fields/until.ts';
import { UntilField } from '../../../components/fields/until-field.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { type DecisionDraft, type DraftErrors, takesUntil, withAction } from './decision-draft.ts';
import classes from './decision-form.module.css';
import { actionWords, commonReasons, usualMessage } from './decision-words.ts';

interface DecisionFormProps {
  value: DecisionDraft;
  onChange: (value: DecisionDraft) => void;
  memberCount: number;
  /** What may be chosen here: by the role, the site and how many members it is about. */
  actions: readonly MemberAction[];
  /** What is missing, once it was asked for. */
  errors: DraftErrors;
  /** Whether the site can tell a member something. */
  mayTell: boolean;
  /** What would happen: see `DecisionPreview`. */
  preview: ReactNode;
}

/** What is decided about one member or many, why, for how long, and what they are told. */
export function DecisionForm(props: DecisionFormProps) {
  const { value, onChange, actions, errors, mayTell, preview } = props;
  const change = (part: Partial<DecisionDraft>) => onChange({ ...value, ...part });
  return (
    <div className={classes.form}>
      <Chips
        legend="Action"
        options={actions.map((action) => ({
          value: action,
          label: actionWords[action].label,
          grave: actionWords[action].grave,
        }))}
        value={value.action}
        onChange={(action) => onChange(withAction(value, action))}
      />
      {value.action === 'rename' && (
        <TextInput
          label="New nickname"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={value.nickname}
          error={errors.nickname}
          onChange={(event) => change({ nickname: event.currentTarget.value })}
        />
      )}
      {takesUntil(value.action) && (
        <UntilField
          presets={sanctionSpans}
          value={value.until}
          error={errors.until}
          onChange={(until) => change({ until })}
        />
      )}
      <ReasonField value={value} error={errors.reason} onChange={(reason) => change({ reason })} />
      {mayTell && <MessageField {...props} onChange={change} />}
      {preview}
    </div>
  );
}

function ReasonField({
  value,
  error,
  onChange,
}: {
  value: DecisionDraft;
  error: string | undefined;
  onChange: (reason: string) => void;
}) {
  return (
    <div>
      <Textarea
        label="Reason"
        description="For the staff and the record. The member does not read it."
        data-autofocus
        rows={2}
        maxLength={500}
        value={value.reason}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <fieldset className={classes.suggestions} aria-label="Common reasons">
        {commonReasons[value.action].map(({ reason }) => (
          <button
            key={reason}
            type="button"
            aria-pressed={value.reason.trim() === reason}
            onClick={() => onChange(reason)}
          >
            {reason}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function MessageField({
  value,
  onChange,
  errors,
  memberCount,
}: Omit<DecisionFormProps, 'onChange'> & { onChange: (part: Partial<DecisionDraft>) => void }) {
  const { zone } = usePreferences();
  const now = useNow();
  const until = takesUntil(value.action) ? untilOf(value.until, now, zone) : null;
  const usual = usualMessage(value, until === 'invalid' ? null : until);
  return (
    <div>
      <Checkbox
        size="sm"
        label={memberCount === 1 ? 'Tell the member' : `Tell each of the ${memberCount} members`}
        checked={value.tells}
        onChange={(event) => onChange({ tells: event.currentTarget.checked })}
      />
      {value.tells && (
        <Textarea
          className={classes.message}
          aria-label="Message to the member"
          rows={3}
          maxLength={4000}
          value={value.message ?? usual}
          error={errors.message}
          onChange={(event) => onChange({ message: event.currentTarget.value })}
        />
      )}
      {value.tells && value.message !== null && (
        <button type="button" className={classes.usual} onClick={() => onChange({ message: null })}>
          Back to the usual words
        </button>
      )}
    </div>
  );
}
