import { NativeSelect } from '@mantine/core';
import { useTicketDesk } from '../../../tickets/ticket/ticket-queries.ts';
import { RulesFrame } from '../rules/rules-frame.tsx';
import { RulesLoaded } from '../rules/rules-loaded.tsx';
import { blankTargets, everyTeam, teamsOf } from '../rules/rules-text.ts';
import { type RulesForm, type SavedRules, useRulesForm } from '../rules/use-rules-form.ts';
import { TargetTable } from './target-table.tsx';
import classes from './targets.module.css';

/** How soon members are answered, by priority and team, and how long before a breach it is warned of. */
export function TargetsPart() {
  return <RulesLoaded what="the targets">{(saved) => <Targets saved={saved} />}</RulesLoaded>;
}

function Targets({ saved }: { saved: SavedRules }) {
  const form = useRulesForm(saved);
  const desk = useTicketDesk();
  const teams = desk?.teams ?? [];
  const own = teamsOf(form.text);
  const nameOf = (id: string) => teams.find((it) => it.id === id)?.name ?? 'A team that is gone';
  return (
    <RulesFrame
      label="Targets"
      lead="How long a member waits at most, in business hours. What is left empty promises nothing."
      saved={saved}
      form={form}
    >
      <TargetTable title="Every team that has none of its own" team={everyTeam} form={form} />
      {own
        .map((team) => ({ team, name: nameOf(team) }))
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map(({ team, name }) => (
          <TargetTable
            key={team}
            title={name}
            team={team}
            form={form}
            onRemove={() =>
              form.set(Object.fromEntries(Object.keys(blankTargets(team)).map((field) => [field, undefined])))
            }
          />
        ))}
      {form.mayEdit && <AddTeam form={form} teams={teams.filter((it) => !own.includes(it.id))} />}
      <Warning form={form} />
    </RulesFrame>
  );
}

/** Begins with what is promised to everyone. */
function AddTeam({ form, teams }: { form: RulesForm; teams: readonly { id: string; name: string }[] }) {
  if (teams.length === 0) return null;
  return (
    <NativeSelect
      size="xs"
      className={classes.addTeam}
      label="Targets of a team’s own"
      value=""
      data={[
        { value: '', label: 'choose a team…' },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget: { value: team } }) => {
        if (team === '') return;
        const same = Object.keys(blankTargets(team)).map((field) => [
          field,
          form.text[field.replace(`target ${team} `, `target ${everyTeam} `)] ?? '',
        ]);
        form.set(Object.fromEntries(same));
      }}
    />
  );
}

function Warning({ form }: { form: RulesForm }) {
  const error = form.errors.warn;
  return (
    <div className={classes.warning} data-changed={form.changed.includes('warn') || undefined}>
      <label htmlFor="warn-minutes">Warned of</label>
      <input
        id="warn-minutes"
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        readOnly={!form.mayEdit}
        value={form.text.warn ?? ''}
        aria-invalid={error !== undefined || undefined}
        aria-describedby="warn-meaning"
        onChange={(event) => form.set({ warn: event.currentTarget.value })}
      />
      <span id="warn-meaning">
        minutes of business hours before a breach; of a shorter target, once half of it is over
      </span>
      {error !== undefined && <p className={classes.error}>{error}</p>}
    </div>
  );
}
