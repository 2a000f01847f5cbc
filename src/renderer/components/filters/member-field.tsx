import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberId } from '../../../contract/values.ts';
import { calls } from '../../transport/client.ts';
import { visibleString } from '../text/visible-text.ts';

/** How long typing rests before it is looked for, in milliseconds. */
const rest = 150;
const shown = 6;

interface MemberFieldProps {
  label: string;
  value: MemberId | undefined;
  /** Of the member who is chosen, as far as it is known. */
  name: string | undefined;
  /** Shown while nobody is chosen. */
  placeholder?: string;
  error?: string | undefined;
  onChange: (id: MemberId | undefined) => void;
}

/** One member, by nickname, id or whatever else the members’ search understands. */
export function MemberField({
  label,
  value,
  name,
  placeholder = 'anyone',
  error,
  onChange,
}: MemberFieldProps) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), rest);
  const asked = settled !== '' && settled !== name;
  const { data, isError } = useQuery(
    calls.members.search.queryOptions({ input: asked ? { text: settled, limit: shown } : skipToken }),
  );
  const found = (data?.rows ?? []).map(({ id, nickname }) => ({
    value: id as string,
    label: visibleString(nickname),
  }));
  const chosen = value === undefined ? [] : [{ value: value as string, label: name ?? value }];
  return (
    <Select
      size="xs"
      label={label}
      placeholder={placeholder}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${label}: ${placeholder}` }}
      // What the search found is shown as it came; what is chosen has to be among it to be named.
      filter={({ options }) => options}
      data={[...chosen.filter((each) => found.every((one) => one.value !== each.value)), ...found]}
      renderOption={({ option }) => (
        <span>
          {option.label} <span className="figures">({option.value})</span>
        </span>
      )}
      value={value ?? null}
      onChange={(id) => onChange(MemberId.safeParse(id).data)}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={
        !asked
          ? 'Nickname, id, e-mail or address'
          : isError
            ? 'The search did not succeed'
            : data === undefined
              ? 'Looking…'
              : 'Nobody found'
      }
      comboboxProps={{ withinPortal: false }}
    />
  );
}
