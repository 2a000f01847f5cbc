import { Select } from '@mantine/core';
import { useNow } from '../../../../preferences/clock.ts';
import type { RulesForm } from '../rules/use-rules-form.ts';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** The zone of the desk, with what its clock shows now. */
export function ZoneField({ form }: { form: RulesForm }) {
  const zone = form.text.zone ?? '';
  const now = useNow();
  const known = zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <Select
      size="sm"
      label="Time zone"
      description={`Its clock shows ${clockIn(zone, now)}`}
      searchable
      allowDeselect={false}
      limit={40}
      data={known}
      value={zone}
      error={form.errors.zone}
      readOnly={!form.mayEdit}
      nothingFoundMessage="No such zone: search by continent or city"
      onChange={(chosen) => chosen !== null && form.set({ zone: chosen })}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function clockIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  }).format(now);
}
