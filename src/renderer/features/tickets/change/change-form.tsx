import { NativeSelect } from '@mantine/core';
import { priorityNames, settableStatuses } from '../../../../contract/tickets/values.ts';
import { Chips } from '../../../components/fields/chips.tsx';
import type { UntilPreset } from '../../../components/fields/until.ts';
import { UntilField } from '../../../components/fields/until-field.tsx';
import { FieldPair } from '../../../components/tools/filter-popover.tsx';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import { statusWords } from '../ticket/ticket-words.ts';
import { priorityOf } from '../tickets-address.ts';
import { type ChangeDraft, nothing } from './change-draft.ts';
import classes from './change-form.module.css';
import { TagsField } from './tags-field.tsx';

/** Where the hand is when the form opens. */
export type ChangePart = 'status' | 'priority' | 'team' | 'assignee' | 'snooze' | 'tags';

const presets: readonly UntilPreset[] = [
  { label: '1 h', choice: { kind: 'hours', hours: 1 } },
  { label: '4 h', choice: { kind: 'hours', hours: 4 } },
  { label: '1 d', choice: { kind: 'hours', hours: 24 } },
  { label: '3 d', choice: { kind: 'hours', hours: 72 } },
  { label: '7 d', choice: { kind: 'hours', hours: 168 } },
];

const leave = { value: 'leave', label: 'as it is' };

interface ChangeFormProps {
  draft: ChangeDraft;
  first: ChangePart;
  /** What is wrong about the moment of waking. */
  problem: string | undefined;
  onChange: (part: Partial<ChangeDraft>) => void;
}

/** What can be changed about tickets, each part as it is unless it is chosen. */
export function ChangeForm({ draft, first, problem, onChange }: ChangeFormProps) {
  const desk = useTicketDesk();
  const people = desk?.people ?? [];
  const teams = desk?.teams ?? [];
  const tags = desk?.tags ?? [];
  const focus = (part: ChangePart) => (part === first ? { 'data-autofocus': true } : {});
  const { snooze } = draft;
  return (
    <div className={classes.form}>
      <FieldPair>
        <NativeSelect
          size="xs"
          label="With"
          {...focus('assignee')}
          value={draft.assignee ?? leave.value}
          onChange={({ currentTarget: { value } }) =>
            onChange({ assignee: value === leave.value ? null : value })
          }
          data={[
            leave,
            { value: nothing, label: 'nobody: back into the queue' },
            ...people.map(({ user, name, awayUntil }) => ({
              value: user,
              label: awayUntil === null ? name : `${name} (away)`,
            })),
          ]}
        />
        <NativeSelect
          size="xs"
          label="Team"
          {...focus('team')}
          value={draft.team ?? leave.value}
          onChange={({ currentTarget: { value } }) =>
            onChange({ team: value === leave.value ? null : value })
          }
          data={[
            leave,
            { value: nothing, label: 'none' },
            ...teams.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
        />
      </FieldPair>
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Status"
          {...focus('status')}
          value={draft.status ?? leave.value}
          onChange={({ currentTarget: { value } }) =>
            onChange({ status: settableStatuses.find((status) => status === value) ?? null })
          }
          data={[leave, ...settableStatuses.map((value) => ({ value, label: statusWords[value] }))]}
        />
        <NativeSelect
          size="xs"
          label="Priority"
          {...focus('priority')}
          value={draft.priority === null ? leave.value : String(draft.priority)}
          onChange={({ currentTarget: { value } }) => onChange({ priority: priorityOf(value) ?? null })}
          data={[leave, ...Object.entries(priorityNames).map(([value, label]) => ({ value, label }))]}
        />
      </FieldPair>
      <TagsField
        label="Add tags"
        known={tags}
        value={draft.addTags}
        typed={draft.addTyped}
        onTyped={(addTyped) => onChange({ addTyped })}
        autoFocus={first === 'tags'}
        onChange={(addTags) => onChange({ addTags })}
      />
      <TagsField
        label="Take tags away"
        known={tags}
        value={draft.removeTags}
        typed={draft.removeTyped}
        onTyped={(removeTyped) => onChange({ removeTyped })}
        onChange={(removeTags) => onChange({ removeTags })}
      />
      <Chips
        legend="Snooze"
        autoFocus={first === 'snooze'}
        options={[
          { value: 'leave', label: 'As it is' },
          { value: 'wake', label: 'Wake' },
          { value: 'sleep', label: 'Until…' },
        ]}
        value={snooze === null ? 'leave' : snooze === nothing ? 'wake' : 'sleep'}
        onChange={(how) =>
          onChange({
            snooze: how === 'leave' ? null : how === 'wake' ? nothing : { kind: 'hours', hours: 24 },
          })
        }
      />
      {snooze !== null && snooze !== nothing && (
        <UntilField
          legend="Sleeps for"
          presets={presets}
          value={snooze}
          error={problem}
          onChange={(choice) => onChange({ snooze: choice })}
        />
      )}
    </div>
  );
}
