import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PolicyId } from '../../../../contract/reports/values.ts';
import { AgeField } from '../../../components/filters/age-field.tsx';
import { among } from '../../../components/filters/among.ts';
import { MemberField } from '../../../components/filters/member-field.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { FieldPair, FilterPopover } from '../../../components/tools/filter-popover.tsx';
import { calls } from '../../../transport/client.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { filterNames, type ReportsAddress } from '../reports-address.ts';
import type { Names } from './filter-words.ts';
import { languages } from './languages.ts';

interface FilterButtonProps {
  address: ReportsAddress;
  names: Names;
  onChange: (change: ReportsAddress) => void;
  onClear: () => void;
}

/** The filters of the queue. */
export function FilterButton({ address, names, onChange, onClear }: FilterButtonProps) {
  const { site } = useSignedIn();
  const { data } = useQuery(calls.reports.policies.queryOptions({ input: {} }));
  const kinds = [...site.contentKinds, 'member', 'conversation'];
  const policies = data?.policies.map(({ id, name }) => ({ value: id as string, label: name })) ?? [];
  return (
    <FilterPopover
      count={filterNames.filter((name) => address[name] !== undefined).length}
      onClear={onClear}
      onSettle={() => {}}
    >
      <NativeSelect
        size="xs"
        label="Policy"
        data-autofocus
        value={address.policy ?? ''}
        onChange={(event) => onChange({ policy: PolicyId.safeParse(event.currentTarget.value).data })}
        data={[{ value: '', label: 'any' }, ...among(policies, address.policy, names.policy)]}
      />
      <FieldPair>
        <NativeSelect
          size="xs"
          label="Kind"
          value={address.kind ?? ''}
          onChange={(event) => onChange({ kind: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'any' },
            ...among(
              kinds.map((kind) => ({ value: kind, label: plainWords(kind) })),
              address.kind,
            ),
          ]}
        />
        <NativeSelect
          size="xs"
          label="Language"
          value={address.language ?? ''}
          onChange={(event) => onChange({ language: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'any' },
            ...among(
              languages.map(({ code, name }) => ({ value: code, label: name })),
              address.language,
            ),
          ]}
        />
      </FieldPair>
      <AgeField older={address.older} younger={address.younger} onChange={onChange} />
      <FieldPair>
        <MemberField
          label="Author"
          value={address.author}
          name={names.author}
          onChange={(author) => onChange({ author })}
        />
        <MemberField
          label="Reporter"
          value={address.reporter}
          name={names.reporter}
          onChange={(reporter) => onChange({ reporter })}
        />
      </FieldPair>
    </FilterPopover>
  );
}
