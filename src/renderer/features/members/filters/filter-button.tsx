import { Checkbox, TextInput } from '@mantine/core';
import { memberStatuses } from '../../../../contract/members/member.ts';
import { useSettledText } from '../../../components/settled-text.ts';
import { FieldPair, FilterPopover } from '../../../components/tools/filter-popover.tsx';
import {
  filterNames,
  type MembersAddress,
  parseReported,
  statusesOf,
  statusText,
} from '../members-address.ts';
import classes from './filters.module.css';
import { SpanField } from './span-field.tsx';

interface FilterButtonProps {
  address: MembersAddress;
  onChange: (change: MembersAddress) => void;
  onClear: () => void;
}

/** The filters of the members’ list. */
export function FilterButton({ address, onChange, onClear }: FilterButtonProps) {
  const statuses = statusesOf(address.status);
  const location = useSettledText(address.location ?? '', 250, (text) =>
    onChange({ location: text.trim() || undefined }),
  );
  const reported = useSettledText(String(address.reported ?? ''), 250, (text) =>
    onChange({ reported: parseReported(text) }),
  );
  return (
    <FilterPopover
      count={filterNames.filter((name) => address[name] !== undefined).length}
      onClear={onClear}
      onSettle={() => {
        location.settle();
        reported.settle();
      }}
    >
      <fieldset className={classes.statuses}>
        <legend>Status</legend>
        {memberStatuses.map((status, index) => (
          <Checkbox
            key={status}
            size="xs"
            label={status}
            checked={statuses.includes(status)}
            {...(index === 0 ? { 'data-autofocus': true } : {})}
            onChange={(event) => {
              const others = statuses.filter((each) => each !== status);
              onChange({ status: statusText(event.currentTarget.checked ? [...others, status] : others) });
            }}
          />
        ))}
      </fieldset>
      <SpanField label="Joined" span={address.joined} onChange={(joined) => onChange({ joined })} />
      <SpanField label="Last active" span={address.active} onChange={(active) => onChange({ active })} />
      <FieldPair>
        <TextInput
          size="xs"
          label="Reported at least"
          inputMode="numeric"
          placeholder="times"
          autoComplete="off"
          value={reported.typed}
          error={reported.typed !== '' && parseReported(reported.typed) === undefined && 'A number from 1'}
          onChange={(event) => reported.setTyped(event.currentTarget.value)}
          onBlur={reported.settle}
        />
        <TextInput
          size="xs"
          label="Location starts with"
          autoComplete="off"
          spellCheck={false}
          maxLength={80}
          value={location.typed}
          onChange={(event) => location.setTyped(event.currentTarget.value)}
          onBlur={location.settle}
        />
      </FieldPair>
    </FilterPopover>
  );
}
