import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { memberStatuses } from '../../../../contract/members/member.ts';
import { useSettledText } from '../../../components/settled-text.ts';
import { ToolButton } from '../../../components/tools/tool-button.tsx';
import { useCommand } from '../../../keys/commands.ts';
import {
  filterNames,
  isFiltered,
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

/** Opens the filters. Each one changes the address at once, which is what the list is made from. */
export function FilterButton(props: FilterButtonProps) {
  const [opened, setOpened] = useState(false);
  const count = filterNames.filter((name) => props.address[name] !== undefined).length;
  useCommand('filters.open', () => setOpened(true));
  useCommand('filters.clear', props.onClear, count > 0);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ToolButton
          label={count === 0 ? 'Filters' : `Filters (${count})`}
          icon={IconFilter}
          command="filters.open"
          data-on={count > 0 || undefined}
          onClick={() => setOpened((now) => !now)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label="Filters">
        <Filters {...props} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Filters({ address, onChange, onClear, onDone }: FilterButtonProps & { onDone: () => void }) {
  const statuses = statusesOf(address.status);
  const location = useSettledText(address.location ?? '', 250, (text) =>
    onChange({ location: text.trim() || undefined }),
  );
  const reported = useSettledText(String(address.reported ?? ''), 250, (text) =>
    onChange({ reported: parseReported(text) }),
  );
  return (
    <search
      className={classes.filters}
      onKeyDown={(event) => {
        // Closed before typing came to rest, what was typed counts all the same.
        if (event.key !== 'Escape' && event.key !== 'Enter') return;
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
      <div className={classes.pair}>
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
      </div>
      <div className={classes.ends}>
        <Button size="xs" variant="subtle" disabled={!isFiltered(address)} onClick={onClear}>
          Clear all
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Done
        </Button>
      </div>
    </search>
  );
}
