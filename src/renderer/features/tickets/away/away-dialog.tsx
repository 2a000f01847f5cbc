import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { type UntilChoice, type UntilPreset, untilOf } from '../../../components/fields/until.ts';
import { UntilField } from '../../../components/fields/until-field.tsx';
import { DialogForm } from '../../../components/panels/dialog-form.tsx';
import { usePreferences } from '../../../preferences/preferences.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import classes from './away.module.css';
import { useSetAway } from './use-away.ts';

const presets: readonly UntilPreset[] = [
  { label: '4 h', choice: { kind: 'hours', hours: 4 } },
  { label: '1 d', choice: { kind: 'hours', hours: 24 } },
  { label: '3 d', choice: { kind: 'hours', hours: 72 } },
  { label: '7 d', choice: { kind: 'hours', hours: 168 } },
  { label: '14 d', choice: { kind: 'hours', hours: 336 } },
];

/** Says that the person, or for an administrator a colleague, is away until a moment. */
export function AwayDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { person } = useSignedIn();
  const { zone } = usePreferences();
  const people = useTicketDesk()?.people ?? [];
  const [user, setUser] = useState(person.user);
  const [choice, setChoice] = useState<UntilChoice>({ kind: 'hours', hours: 24 });
  const [problem, setProblem] = useState<string>();
  // One id for one intention: sent again after a lost answer, it is done once.
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  const renew = () => setRequestId(crypto.randomUUID());
  const self = user === person.user;
  const nameOf = (account: string) =>
    account === person.user
      ? 'You are'
      : `${people.find((each) => each.user === account)?.name ?? account} is`;
  const away = useSetAway(nameOf, () => {
    renew();
    onClose();
  });
  const others = people.filter((each) => each.user !== person.user);
  const send = () => {
    const until = untilOf(choice, Date.now(), zone);
    if (until === null || until === 'invalid') return setProblem('Give the date and the time');
    if (Date.parse(until) <= Date.now()) return setProblem('This moment has passed');
    away.mutate({ requestId, user, until });
  };
  return (
    <DialogForm
      opened={opened}
      title="Away from the desk"
      label={self ? 'I am away' : 'Say so'}
      sending={away.isPending}
      error={away.error}
      onSend={send}
      onClose={onClose}
    >
      {person.role === 'admin' && others.length > 0 && (
        <NativeSelect
          size="xs"
          label="Who"
          data-autofocus
          value={user}
          onChange={(event) => {
            setUser(event.currentTarget.value);
            renew();
          }}
          data={[
            { value: person.user, label: 'I myself' },
            ...others.map((each) => ({
              value: each.user,
              label: each.awayUntil === null ? each.name : `${each.name} (away already)`,
            })),
          ]}
        />
      )}
      <UntilField
        legend="For how long"
        autoFocus={person.role !== 'admin' || others.length === 0}
        presets={presets}
        value={choice}
        error={problem}
        onChange={(next) => {
          setChoice(next);
          setProblem(undefined);
          renew();
        }}
      />
      <p className={classes.said}>
        Tickets of {self ? 'yours' : 'theirs'} that wait for an answer go back to the queue, and so does every
        one whose member writes meanwhile.
      </p>
    </DialogForm>
  );
}
