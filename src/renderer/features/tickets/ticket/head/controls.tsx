import { IconBell, IconBellFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Priority, priorityNames, Tag, type TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { useChangeTicket } from '../change/use-change-ticket.ts';
import { type OpenTicket, patchTicket, refreshTicket, useTicketDesk } from '../ticket-queries.ts';
import { statusWords } from '../ticket-words.ts';
import { Act } from './act.tsx';
import { ChangeStrip } from './change-strip.tsx';
import classes from './controls.module.css';
import { MoreMenu } from './more-menu.tsx';
import { peopleOptions, priorityOptions, statusOptions, tagOptions, teamOptions } from './options.ts';
import { Picker } from './picker.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

interface ControlsProps {
  data: OpenTicket;
  onOpen: (ticketId: TicketId) => void;
}

/** How the ticket stands, each part of which can be changed where it is said. */
export function Controls({ data, onOpen }: ControlsProps) {
  const { row } = data;
  const { person } = useSignedIn();
  const reachable = useReachable();
  const desk = useTicketDesk();
  const change = useChangeTicket(row);
  const [snoozing, setSnoozing] = useState(false);
  const over = row.mergedInto !== null || !reachable;
  const { apply } = change;
  const mine = row.assignee?.user === person.user;
  const done = row.status === 'solved' || row.status === 'closed';
  useCommand('ticket.snooze', () => setSnoozing(true), !over && row.snoozedUntil === null);
  return (
    <div className={classes.controls} role="toolbar" aria-label="The ticket">
      <Picker
        command="ticket.status"
        what="Status"
        options={statusOptions(row)}
        disabled={over}
        onPick={(status) => apply({ status: status as 'open' })}
      >
        <span className={classes.status} data-status={row.status}>
          {statusWords[row.status]}
        </span>
      </Picker>
      <Picker
        command="ticket.priority"
        what="Priority"
        options={priorityOptions(row)}
        disabled={over}
        onPick={(priority) => apply({ priority: Number(priority) })}
      >
        <span className={classes.priority} data-priority={row.priority}>
          {priorityNames[row.priority as Priority]}
        </span>
      </Picker>
      <Picker
        command="ticket.assign"
        what="Assignee"
        options={peopleOptions(row, desk?.people ?? [], person.user)}
        disabled={over}
        onPick={(user) => apply({ assignee: user === '' ? null : user })}
      >
        {row.assignee === null ? 'Nobody’s' : <MemberText text={mine ? 'Yours' : row.assignee.name} />}
      </Picker>
      <Picker
        command="ticket.team"
        what="Team"
        options={teamOptions(row, desk?.teams ?? [])}
        disabled={over}
        onPick={(team) => apply({ teamId: desk?.teams.find(({ id }) => id === team)?.id ?? null })}
      >
        {row.team === null ? (
          <span className={classes.quiet}>No team</span>
        ) : (
          <MemberText text={row.team.name} />
        )}
      </Picker>
      <Picker
        command="ticket.tags"
        what="Tags"
        stays
        options={tagOptions(row, desk?.tags ?? [])}
        disabled={over}
        offer={(typed) => {
          const tag = Tag.safeParse(typed).data;
          const known = tag === undefined || row.tags.includes(tag) || desk?.tags.includes(tag);
          return known ? null : { value: tag, label: `New tag: ${tag}` };
        }}
        onPick={(tag) => apply(row.tags.includes(tag) ? { removeTags: [tag] } : { addTags: [tag] })}
      >
        {row.tags.length === 0 ? (
          <span className={classes.quiet}>No tags</span>
        ) : (
          <span className={classes.tags}>
            {row.tags.map((tag) => (
              <span key={tag} className={classes.tag}>
                <MemberText text={tag} />
              </span>
            ))}
          </span>
        )}
      </Picker>
      {row.snoozedUntil !== null && (
        <Act
          command="ticket.snooze"
          label={
            <>
              Snoozed until <Moment at={row.snoozedUntil} shape="stamp" />: wake it
            </>
          }
          disabled={over}
          onPress={() => apply({ snoozedUntil: null })}
        />
      )}
      {!mine && (
        <Act
          command="ticket.take"
          label="Take"
          disabled={over || change.pending}
          onPress={() => apply({ assignee: person.user })}
        />
      )}
      {!done && (
        <Act
          command="ticket.solve"
          label="Solve"
          disabled={over || change.pending}
          onPress={() => apply({ status: 'solved' })}
        />
      )}
      <Follow data={data} disabled={over} />
      <MoreMenu data={data} disabled={over} onSnooze={() => setSnoozing(true)} onOpen={onOpen} />
      <SnoozeDialog
        row={row}
        opened={snoozing}
        onClose={() => setSnoozing(false)}
        onChosen={(snoozedUntil) => apply({ snoozedUntil })}
      />
      <ChangeStrip change={change} />
    </div>
  );
}

function Follow({ data: { row }, disabled }: { data: OpenTicket; disabled: boolean }) {
  const queryClient = useQueryClient();
  const follow = useMutation(
    calls.tickets.follow.mutationOptions({
      onSuccess: (_, { follow }) => patchTicket(queryClient, row.id, { followed: follow }),
      onSettled: () => void refreshTicket(queryClient, row.id),
    }),
  );
  const toggle = () => follow.mutate({ ticketId: row.id, follow: !row.followed });
  const Icon = row.followed ? IconBellFilled : IconBell;
  return (
    <Act
      command="ticket.follow"
      label={
        <>
          <Icon size={14} stroke={1.6} aria-hidden /> {row.followed ? 'Followed' : 'Follow'}
        </>
      }
      pressed={row.followed}
      disabled={disabled || follow.isPending}
      onPress={toggle}
    />
  );
}
