import { NativeSelect } from '@mantine/core';
import { Channel, channels, priorityNames, TeamId } from '../../../../contract/tickets/values.ts';
import { AgeField } from '../../../components/filters/age-field.tsx';
import { among } from '../../../components/filters/among.ts';
import { MemberField } from '../../../components/filters/member-field.tsx';
import { FieldPair, FilterPopover } from '../../../components/tools/filter-popover.tsx';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import { filterNames, priorityOf, type TicketsAddress } from '../tickets-address.ts';
import { channelNames } from './channel-names.ts';
import type { Names } from './filter-words.ts';

interface FilterButtonProps {
  address: TicketsAddress;
  names: Names;
  onChange: (change: TicketsAddress) => void;
  onClear: () => void;
}

/** The filters of the desk. */
export function FilterButton({ address, names, onChange, onClear }: FilterButtonProps) {
  const desk = useTicketDesk();
  const teams = desk?.teams.map(({ id, name }) => ({ value: id as string, label: name })) ?? [];
  const people = desk?.people.map(({ user, name }) => ({ value: user, label: name })) ?? [];
  const tags = desk?.tags.map((tag) => ({ value: tag, label: tag })) ?? [];
  return (
    <FilterPopover
      count={filterNames.filter((name) => address[name] !== undefined).length}
      onClear={onClear}
      onSettle={() => {}}
    >
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Team"
          data-autofocus
          value={address.team ?? ''}
          onChange={(event) => onChange({ team: TeamId.safeParse(event.currentTarget.value).data })}
          data={[any, ...among(teams, address.team, names.team)]}
        />
        <NativeSelect
          size="xs"
          label="With"
          value={address.assignee ?? ''}
          onChange={(event) => onChange({ assignee: event.currentTarget.value || undefined })}
          data={[{ value: '', label: 'anyone' }, ...among(people, address.assignee, names.assignee)]}
        />
      </FieldPair>
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Priority"
          value={address.priority === undefined ? '' : String(address.priority)}
          onChange={(event) => onChange({ priority: priorityOf(event.currentTarget.value || undefined) })}
          data={[any, ...Object.entries(priorityNames).map(([value, label]) => ({ value, label }))]}
        />
        <NativeSelect
          size="xs"
          label="Tag"
          value={address.tag ?? ''}
          onChange={(event) => onChange({ tag: event.currentTarget.value || undefined })}
          data={[any, ...among(tags, address.tag)]}
        />
      </FieldPair>
      <AgeField older={address.older} younger={address.younger} onChange={onChange} />
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Came"
          value={address.channel ?? ''}
          onChange={(event) => onChange({ channel: Channel.safeParse(event.currentTarget.value).data })}
          data={[
            { value: '', label: 'by any way' },
            ...channels.map((value) => ({ value, label: channelNames[value] })),
          ]}
        />
        <MemberField
          label="Member"
          value={address.member}
          name={names.member}
          onChange={(member) => onChange({ member })}
        />
      </FieldPair>
    </FilterPopover>
  );
}

const any = { value: '', label: 'any' };
