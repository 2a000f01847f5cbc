import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { type Team, TeamName } from '../../../../contract/staff.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useStaffChange } from '../use-staff.ts';
import classes from './staff-dialogs.module.css';

/** The teams: made, renamed and removed here, filled in the form of a person. */
export function Teams({ teams }: { teams: readonly Team[] }) {
  const [renamed, setRenamed] = useState<Team['id'] | null>(null);
  // Takes the focus of a field or a button that goes away: left to nobody, keys would mean the view beneath.
  const panel = useRef<HTMLDivElement>(null);
  const keepFocus = () => panel.current?.focus();
  return (
    <div ref={panel} tabIndex={-1} className={classes.form}>
      <p className={classes.hint}>
        Members see the name of the team where a person has no pseudonym. Who is in a team is chosen in the
        form of the person.
      </p>
      {teams.length > 0 && (
        <ul className={classes.list} aria-label="Teams">
          {teams.map((team) => (
            <li key={team.id}>
              {renamed === team.id ? (
                <NameForm
                  team={team}
                  label={`New name of ${team.name}`}
                  submit="Save"
                  onDone={() => {
                    keepFocus();
                    setRenamed(null);
                  }}
                />
              ) : (
                <TeamRow team={team} onRename={() => setRenamed(team.id)} onRemoved={keepFocus} />
              )}
            </li>
          ))}
        </ul>
      )}
      <NameForm team={null} label="New team" submit="Add" onDone={() => {}} />
    </div>
  );
}

interface TeamRowProps {
  team: Team;
  onRename: () => void;
  onRemoved: () => void;
}

function TeamRow({ team, onRename, onRemoved }: TeamRowProps) {
  const reachable = useReachable();
  const [requestId] = useState(() => crypto.randomUUID());
  const removal = useStaffChange(
    () => client.staff.removeTeam({ requestId, id: team.id }),
    () => {
      onRemoved();
      notifications.show({ title: `Removed the team “${team.name}”`, message: 'Its people stay.' });
    },
  );
  return (
    <>
      <span className={classes.team}>{team.name}</span>
      <span className={classes.count}>
        {removal.isError
          ? failureOf(removal.error).message
          : `${team.people} ${team.people === 1 ? 'person' : 'people'}`}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={`Rename ${team.name}`}
        disabled={!reachable}
        onClick={onRename}
      >
        Rename
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        aria-label={`Remove ${team.name}`}
        loading={removal.isPending}
        disabled={!reachable}
        onClick={() => removal.mutate(undefined)}
      >
        Remove
      </Button>
    </>
  );
}

interface NameFormProps {
  /** The one to rename, or null for a new one. */
  team: Team | null;
  label: string;
  submit: string;
  onDone: () => void;
}

function NameForm({ team, label, submit, onDone }: NameFormProps) {
  const reachable = useReachable();
  const [name, setName] = useState(team?.name ?? '');
  const [asked, setAsked] = useState(false);
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const saving = useStaffChange(
    (given: string) => client.staff.saveTeam({ requestId, id: team?.id ?? null, name: given }),
    () => {
      setName('');
      setAsked(false);
      setRequestId(crypto.randomUUID());
      onDone();
    },
  );
  const read = TeamName.safeParse(name);
  const error = saving.isError ? failureOf(saving.error).message : asked && !read.success && 'Give it a name';
  return (
    <form
      className={team === null ? classes.new : undefined}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (read.success) saving.mutate(read.data);
      }}
    >
      <TextInput
        size="sm"
        {...(team === null ? { label } : { 'aria-label': label, autoFocus: true })}
        autoComplete="off"
        maxLength={60}
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.currentTarget.value);
          saving.reset();
        }}
      />
      <Button type="submit" size="sm" variant="default" loading={saving.isPending} disabled={!reachable}>
        {submit}
      </Button>
    </form>
  );
}
