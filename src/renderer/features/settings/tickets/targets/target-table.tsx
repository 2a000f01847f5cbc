import { Button } from '@mantine/core';
import { useId } from 'react';
import { targetKinds } from '../../../../../contract/tickets/queue.ts';
import { priorityNames } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useReachable } from '../../../../transport/reachable.ts';
import { priorities, targetField, targetLabels } from '../rules/rules-text.ts';
import type { RulesForm } from '../rules/use-rules-form.ts';
import classes from './targets.module.css';

interface TargetTableProps {
  title: string;
  /** A team by its number, or `everyTeam`. */
  team: string;
  form: RulesForm;
  /** Absent where it always stands. */
  onRemove?: () => void;
}

/** What is promised to one team, or to all that have nothing of their own: a row for each priority. */
export function TargetTable({ title, team, form, onRemove }: TargetTableProps) {
  const id = useId();
  const reachable = useReachable();
  return (
    <section className={classes.team} aria-labelledby={id}>
      <div className={classes.head}>
        <h3 id={id}>
          <MemberText text={title} />
        </h3>
        {form.mayEdit && onRemove && (
          <Button size="compact-xs" variant="subtle" disabled={!reachable} onClick={onRemove}>
            As every team
          </Button>
        )}
      </div>
      <table className={classes.targets}>
        <thead>
          <tr>
            <th scope="col">Priority</th>
            {targetKinds.map((kind) => (
              <th key={kind} scope="col">
                {targetLabels[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {priorities.map((priority) => (
            <tr key={priority}>
              <th scope="row">{priorityNames[priority]}</th>
              {targetKinds.map((kind) => (
                <td key={kind}>
                  <TargetInput
                    label={`${priorityNames[priority]}: ${targetLabels[kind].toLowerCase()}, ${title}`}
                    field={targetField(team, priority, kind)}
                    form={form}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TargetInput({ label, field, form }: { label: string; field: string; form: RulesForm }) {
  const id = useId();
  const error = form.errors[field];
  return (
    <>
      <input
        aria-label={label}
        value={form.text[field] ?? ''}
        placeholder="none"
        autoComplete="off"
        maxLength={20}
        readOnly={!form.mayEdit}
        data-changed={form.changed.includes(field) || undefined}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : id}
        onChange={(event) => form.set({ [field]: event.currentTarget.value })}
      />
      {error !== undefined && (
        <p id={id} className={classes.error}>
          {error}
        </p>
      )}
    </>
  );
}
