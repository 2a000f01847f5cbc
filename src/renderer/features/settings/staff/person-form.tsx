import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Role, roleNames, roles } from '../../../../contract/roles.ts';
import type { PersonDetails, StaffMember, Team } from '../../../../contract/staff.ts';
import { submitKey } from '../../../keys/submit-key.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { type Staff, useStaffChange } from '../use-staff.ts';
import { type DraftErrors, draftOf, type PersonDraft, readDraft, seenOf } from './person-draft.ts';
import classes from './staff-dialogs.module.css';
import type { StaffDialog } from './staff-dialogs.tsx';

interface PersonFormProps {
  /** The one to change, or null for someone new. */
  person: StaffMember | null;
  staff: Staff;
  onDialog: (dialog: StaffDialog | null) => void;
}

/** Who someone on the staff is, and what the database lets them do. What was typed stays when it is refused. */
export function PersonForm({ person, staff, onDialog }: PersonFormProps) {
  const self = useSignedIn().person.user === person?.user;
  const reachable = useReachable();
  const [draft, setDraft] = useState<PersonDraft>(() => draftOf(person));
  const [errors, setErrors] = useState<DraftErrors>({});
  const saving = useSaving(person, staff, onDialog);
  const change = (part: Partial<PersonDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part))));
    saving.reset();
  };
  const send = () => {
    const read = readDraft(draft, person === null);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok) saving.send(read.details);
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={submitKey(send)}
    >
      {person === null && (
        <TextInput
          size="sm"
          label="Account"
          description="The name to sign in with: small letters, digits, dot, dash and underscore"
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          maxLength={32}
          value={draft.user}
          error={errors.user}
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
      )}
      <TextInput
        size="sm"
        label="Name"
        description="As the staff and the record show it"
        {...(person === null ? {} : { 'data-autofocus': true })}
        autoComplete="off"
        maxLength={120}
        value={draft.name}
        error={errors.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="sm"
        label="Role"
        description={roleHint(self, person !== null, staff.makesAccounts)}
        disabled={self}
        value={draft.role}
        onChange={(event) => change({ role: Role.parse(event.currentTarget.value) })}
        data={roles.map((role) => ({ value: role, label: roleNames[role] }))}
      />
      <TextInput
        size="sm"
        label="Pseudonym"
        description="What members see instead of the name; empty for the name of the team"
        autoComplete="off"
        maxLength={80}
        value={draft.pseudonym}
        error={errors.pseudonym}
        onChange={(event) => change({ pseudonym: event.currentTarget.value })}
      />
      <TeamsField teams={staff.teams} draft={draft} onChange={(teams) => change({ teams })} />
      {saving.failure !== null && (
        <p role="alert" className={classes.failure}>
          {saving.failure}
        </p>
      )}
      <div className={classes.ends}>
        <Button size="sm" variant="default" onClick={() => onDialog(null)}>
          Cancel
        </Button>
        <Button type="submit" size="sm" loading={saving.isPending} disabled={!reachable}>
          {person !== null ? 'Save' : staff.makesAccounts ? 'Add' : 'Get the statements'}
        </Button>
      </div>
    </form>
  );
}

function roleHint(self: boolean, isThere: boolean, makesAccounts: boolean): string {
  if (self) return 'Your own role another administrator changes';
  if (!isThere) return 'What the database lets the account do';
  return makesAccounts
    ? 'With another role they are signed out and sign in again'
    : 'For another role you get the statements';
}

function TeamsField({
  teams,
  draft,
  onChange,
}: {
  teams: readonly Team[];
  draft: PersonDraft;
  onChange: (teams: PersonDraft['teams']) => void;
}) {
  if (teams.length === 0) return null;
  return (
    <fieldset className={classes.teams}>
      <legend>Teams</legend>
      {teams.map(({ id, name }) => (
        <Checkbox
          key={id}
          size="sm"
          label={name}
          checked={draft.teams.includes(id)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked ? [...draft.teams, id] : draft.teams.filter((team) => team !== id),
            )
          }
        />
      ))}
    </fieldset>
  );
}

/** Saves through the console, or leads to the statements for what the console may not do here. */
function useSaving(
  person: StaffMember | null,
  { makesAccounts }: Staff,
  onDialog: PersonFormProps['onDialog'],
) {
  const [requestId] = useState(() => crypto.randomUUID());
  const adding = useStaffChange(
    (details: PersonDetails) => client.staff.add({ requestId, details }),
    ({ password }, { name, user }) => onDialog({ show: 'given', name, user, password }),
  );
  const changing = useStaffChange(
    ({ details, seen }: { details: PersonDetails; seen: PersonDetails }) =>
      client.staff.change({ requestId, details, seen }),
    () => {},
  );
  const failed = [adding, changing].find((it) => it.isError);
  return {
    isPending: adding.isPending || changing.isPending,
    failure: failed === undefined ? null : failureOf(failed.error).message,
    reset() {
      adding.reset();
      changing.reset();
    },
    send(details: PersonDetails) {
      const { name, user, role } = details;
      if (person === null) {
        if (makesAccounts) adding.mutate(details);
        else onDialog({ show: 'statements', name, wish: { wish: 'add', details } });
        return;
      }
      const seen = seenOf(person);
      const asksForRole = !makesAccounts && role !== person.role;
      const next: StaffDialog | null = asksForRole
        ? { show: 'statements', name, wish: { wish: 'change-role', user, role } }
        : null;
      changing.mutate(
        { seen, details: asksForRole ? { ...details, role: person.role } : details },
        { onSuccess: () => onDialog(next) },
      );
    },
  };
}
