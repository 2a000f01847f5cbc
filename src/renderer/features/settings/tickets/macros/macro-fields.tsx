import { NativeSelect, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { priorityNames, settableStatuses, type TeamId } from '../../../../../contract/tickets/values.ts';
import { Chips } from '../../../../components/fields/chips.tsx';
import { FieldPair } from '../../../../components/tools/filter-popover.tsx';
import { TagsField } from '../../../tickets/change/tags-field.tsx';
import { useTicketDesk } from '../../../tickets/ticket/ticket-queries.ts';
import { statusWords } from '../../../tickets/ticket/ticket-words.ts';
import { priorityOf } from '../../../tickets/tickets-address.ts';
import { macroPlaceholders } from '../../templates/placeholders.ts';
import { TemplateField } from '../../templates/template-field.tsx';
import type { MacroErrors, MacroText } from './macro-draft.ts';
import classes from './macros.module.css';

interface MacroFieldsProps {
  ref: Ref<HTMLDivElement>;
  text: MacroText;
  errors: MacroErrors;
  onChange: (part: Partial<MacroText>) => void;
}

/** Neither an account nor a number. */
const [left, none] = ['*', ''] as const;
const asItIs = { value: left, label: 'as it is' };

export function MacroFields({ ref, text, errors, onChange }: MacroFieldsProps) {
  const desk = useTicketDesk();
  const teams = (desk?.teams ?? []).map(({ id, name }) => ({ value: id as string, label: name }));
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
      <NativeSelect
        size="sm"
        label="For"
        description="A team’s own are offered first on its tickets, and found by typing on others"
        value={text.forTeam ?? none}
        data={[{ value: none, label: 'everyone' }, ...teams]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ forTeam: value === none ? null : (value as TeamId) })
        }
      />
      <TemplateField
        label="Text"
        description="Empty: it only changes what is chosen below"
        placeholders={macroPlaceholders}
        value={text.body}
        error={errors.body}
        onChange={(body) => onChange({ body })}
      />
      <Chips
        legend="The text is"
        options={[
          { value: 'reply', label: 'a reply to the member' },
          { value: 'note', label: 'a note among colleagues' },
        ]}
        value={text.asNote ? 'note' : 'reply'}
        onChange={(kind) => onChange({ asNote: kind === 'note' })}
      />
      <ChangeFields text={text} errors={errors} teams={teams} onChange={onChange} />
    </div>
  );
}

interface ChangeFieldsProps extends Omit<MacroFieldsProps, 'ref'> {
  teams: { value: string; label: string }[];
}

/** What it does to the ticket, each part as it is unless it is chosen. */
function ChangeFields({ text, errors, teams, onChange }: ChangeFieldsProps) {
  const desk = useTicketDesk();
  const people = (desk?.people ?? []).map(({ user, name }) => ({ value: user as string, label: name }));
  const chosen = (value: string | null | undefined) => (value === undefined ? left : (value ?? none));
  return (
    <fieldset className={classes.changes}>
      <legend>With it, the ticket’s</legend>
      <FieldPair>
        <NativeSelect
          size="sm"
          label="Status"
          value={text.status ?? left}
          data={[asItIs, ...settableStatuses.map((value) => ({ value, label: statusWords[value] }))]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ status: settableStatuses.find((status) => status === value) })
          }
        />
        <NativeSelect
          size="sm"
          label="Priority"
          value={text.priority === undefined ? left : String(text.priority)}
          data={[asItIs, ...Object.entries(priorityNames).map(([value, label]) => ({ value, label }))]}
          onChange={({ currentTarget: { value } }) => onChange({ priority: priorityOf(value) })}
        />
      </FieldPair>
      <FieldPair>
        <NativeSelect
          size="sm"
          label="Team"
          value={chosen(text.team)}
          data={[asItIs, { value: none, label: 'no team' }, ...teams]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ team: value === left ? undefined : value === none ? null : (value as TeamId) })
          }
        />
        <NativeSelect
          size="sm"
          label="With"
          value={chosen(text.assignee)}
          data={[asItIs, { value: none, label: 'nobody: back into the queue' }, ...people]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ assignee: value === left ? undefined : value === none ? null : value })
          }
        />
      </FieldPair>
      <TagsField
        label="Put on tags"
        known={desk?.tags ?? []}
        value={text.addTags}
        onChange={(addTags) => onChange({ addTags })}
      />
      <TagsField
        label="Take off tags"
        known={desk?.tags ?? []}
        value={text.removeTags}
        onChange={(removeTags) => onChange({ removeTags })}
      />
      {errors.removeTags !== undefined && (
        <p role="alert" className={classes.error}>
          {errors.removeTags}
        </p>
      )}
    </fieldset>
  );
}
