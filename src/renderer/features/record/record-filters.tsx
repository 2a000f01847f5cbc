import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { RecordAction, recordActions, SubjectKind, subjectKinds } from '../../../contract/record.ts';
import { useSettledText } from '../../components/settled-text.ts';
import { useCommand } from '../../keys/commands.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { calls } from '../../transport/client.ts';
import { filterCount, type RecordAddress } from './record-address.ts';
import classes from './record-filters.module.css';

interface RecordFiltersProps {
  address: RecordAddress;
  scope: 'everyone' | 'own' | undefined;
  onChange: (change: RecordAddress) => void;
  onClear: () => void;
}

/** The filters of the record. Each one changes the address, which is what the list is made from. */
export function RecordFilters({ address, scope, onChange, onClear }: RecordFiltersProps) {
  const first = useRef<HTMLSelectElement>(null);
  const { zone } = usePreferences();
  const staff = useQuery(
    calls.staff.list.queryOptions({ input: undefined, enabled: scope === 'everyone', staleTime: 300_000 }),
  );
  useCommand('search.focus', () => first.current?.focus());
  const people = staff.data?.people ?? [];
  const stranger = address.actor !== undefined && !people.some((person) => person.user === address.actor);
  const orNone = (value: string) => (value === '' ? undefined : value);

  return (
    <search className={classes.filters} aria-label="Filter the record">
      {scope !== 'own' && (
        <NativeSelect
          size="xs"
          ref={first}
          label="Who"
          value={address.actor ?? ''}
          onChange={(event) => onChange({ actor: orNone(event.currentTarget.value) })}
          data={[
            { value: '', label: 'Anyone' },
            ...(stranger ? [{ value: address.actor ?? '', label: address.actor ?? '' }] : []),
            ...people.map((person) => ({ value: person.user, label: person.name })),
          ]}
        />
      )}
      <NativeSelect
        size="xs"
        ref={scope === 'own' ? first : null}
        label="Did what"
        value={address.action ?? ''}
        onChange={(event) => onChange({ action: RecordAction.safeParse(event.currentTarget.value).data })}
        data={[
          { value: '', label: 'Anything' },
          ...Object.entries(recordActions).map(([value, label]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        size="xs"
        label="To a"
        value={address.kind ?? ''}
        onChange={(event) => onChange({ kind: SubjectKind.safeParse(event.currentTarget.value).data })}
        data={[
          { value: '', label: 'Any subject' },
          ...subjectKinds.map((kind) => ({ value: kind, label: kind })),
        ]}
      />
      <SubjectField
        value={address.subject ?? ''}
        onChange={(subject) => onChange({ subject: orNone(subject) })}
      />
      <TextInput
        size="xs"
        type="date"
        label="From"
        title={zone === 'utc' ? 'Days are counted in UTC' : 'Days are counted in local time'}
        value={address.from ?? ''}
        {...(address.until === undefined ? {} : { max: address.until })}
        onChange={(event) => onChange({ from: orNone(event.currentTarget.value) })}
      />
      <TextInput
        size="xs"
        type="date"
        label="Until"
        title={zone === 'utc' ? 'Days are counted in UTC' : 'Days are counted in local time'}
        value={address.until ?? ''}
        {...(address.from === undefined ? {} : { min: address.from })}
        onChange={(event) => onChange({ until: orNone(event.currentTarget.value) })}
      />
      {filterCount(address) > 0 && (
        <Button size="xs" variant="subtle" onClick={onClear} title="Clear all filters (x)">
          Clear
        </Button>
      )}
    </search>
  );
}

function SubjectField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { typed, setTyped } = useSettledText(value, 250, onChange);
  return (
    <TextInput
      size="xs"
      label="Subject’s id"
      placeholder="Whole id"
      autoComplete="off"
      spellCheck={false}
      maxLength={190}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
