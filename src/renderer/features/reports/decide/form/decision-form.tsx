import { NativeSelect, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { type CaseActionKind, caseActionKinds } from '../../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { PolicyId } from '../../../../../contract/reports/values.ts';
import { CheckChips } from '../../../../components/fields/check-chips.tsx';
import { sanctionSpans } from '../../../../components/fields/until.ts';
import { UntilField } from '../../../../components/fields/until-field.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { caseActionWords, takesUntil } from '../action-words.ts';
import { type CaseDraft, type DraftErrors, withKind } from '../case-draft.ts';
import classes from './decision-form.module.css';
import { MessageField } from './message-field.tsx';

interface DecisionFormProps {
  value: CaseDraft;
  onChange: (value: CaseDraft) => void;
  /** Those in force. */
  policies: readonly Policy[];
  /** Why an action cannot be chosen here; null where it can. */
  whyNot: (kind: CaseActionKind) => string | null;
  /** What is missing, once it was asked for. */
  errors: DraftErrors;
  /** Whether the site can tell a member something. */
  mayTell: boolean;
  /** How many cases it is about. */
  cases: number;
  /** What is often said in a case like this. */
  suggestions: readonly string[];
  /** The messages as they would be read, where that is known: see `reports.preview`. */
  messages: readonly { to: 'author' | 'reporter'; body: string }[];
  /** What would happen: see `PreviewSection`. */
  preview: ReactNode;
}

/** What is decided about one case or many: under which policy, for how long, why, and what those concerned are told. */
export function DecisionForm(props: DecisionFormProps) {
  const { value, onChange, policies, whyNot, errors, mayTell, cases, suggestions, messages, preview } = props;
  const change = (part: Partial<CaseDraft>) => onChange({ ...value, ...part });
  const policy = policies.find(({ id }) => id === value.policyId);
  const readBy = (to: 'author' | 'reporter') => messages.find((message) => message.to === to)?.body;
  return (
    <div className={classes.form}>
      <CheckChips
        legend="What is done"
        options={caseActionKinds.map((kind) => ({
          value: kind,
          label: caseActionWords[kind].label,
          grave: caseActionWords[kind].grave,
          whyNot: whyNot(kind),
        }))}
        chosen={value.kinds}
        error={errors.kinds}
        onChange={(kind, chosen) => onChange(withKind(value, kind, chosen))}
      />
      {value.kinds.filter(takesUntil).map((kind) => (
        <UntilField
          key={kind}
          legend={`${caseActionWords[kind].label}, for how long`}
          presets={sanctionSpans}
          value={value[kind]}
          error={errors[kind]}
          onChange={(until) => change({ [kind]: until })}
        />
      ))}
      <div>
        <NativeSelect
          label="Policy"
          data={[
            ...(policy === undefined ? [{ value: '', label: 'Choose a policy' }] : []),
            ...policies.map(({ id, name, severity }) => ({
              value: id,
              label: `${name} (severity ${severity})`,
            })),
          ]}
          value={policy?.id ?? ''}
          error={errors.policy}
          onChange={(event) => {
            const chosen = PolicyId.safeParse(event.currentTarget.value);
            if (chosen.success) change({ policyId: chosen.data });
          }}
        />
        {policy !== undefined && (
          <p className={classes.rule}>
            <MemberText text={policy.body} />
          </p>
        )}
      </div>
      <div>
        <Textarea
          data-autofocus
          label="Reason"
          description="For the staff and the record. Members do not read it."
          rows={2}
          maxLength={500}
          value={value.reason}
          error={errors.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
        {suggestions.length > 0 && (
          <fieldset className={classes.suggestions} aria-label="Common reasons">
            {suggestions.map((reason) => (
              <button
                key={reason}
                type="button"
                aria-pressed={value.reason.trim() === reason}
                onClick={() => change({ reason })}
              >
                <MemberText text={reason} />
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {preview}
      {mayTell && (
        <>
          <MessageField
            label={cases === 1 ? 'Tell the author' : 'Tell the authors'}
            draft={value}
            told="member"
            policy={policy}
            error={errors.member}
            read={readBy('author')}
            onChange={(member) => change({ member })}
          />
          <MessageField
            label="Tell those who reported it"
            draft={value}
            told="reporters"
            policy={policy}
            error={errors.reporters}
            read={readBy('reporter')}
            onChange={(reporters) => change({ reporters })}
          />
        </>
      )}
    </div>
  );
}
