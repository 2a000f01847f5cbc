import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FigureRange } from '../../../../contract/tickets/figures.ts';
import { channels } from '../../../../contract/tickets/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { CsvButton } from '../../../components/notices/csv-button.tsx';
import { useFileExport } from '../../../components/notices/file-export.tsx';
import { client } from '../../../transport/client.ts';
import { channelNames } from '../filters/channel-names.ts';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import classes from './figures.module.css';
import { type FiguresAddress, lastDays, parseFiguresAddress, presets } from './figures-address.ts';

interface FiguresHeadProps {
  address: FiguresAddress;
  range: FigureRange;
  asOf: string | undefined;
  refreshing: boolean;
  onChange: (change: FiguresAddress) => void;
  onRefresh: () => void;
}

/** Which days, whose, as what, and as a file. */
export function FiguresHead({ address, range, asOf, refreshing, onChange, onRefresh }: FiguresHeadProps) {
  const desk = useTicketDesk();
  const file = useFileExport({
    id: 'figures-export',
    what: 'the figures of support',
    start: 'figures.export',
    stop: 'figures.stop-export',
    run: (signal) => client.tickets.figures.export(range, { signal }),
  });
  const setDay = (days: { from?: string; to?: string }) => {
    const parsed = parseFiguresAddress({ from: range.from, to: range.to, ...days });
    // Half a date, or an end before the beginning, changes nothing yet.
    if (parsed.from !== undefined) onChange({ from: parsed.from, to: parsed.to });
  };
  return (
    <div className={classes.head}>
      <Link to="/tickets" className={classes.back}>
        <IconArrowLeft size={16} stroke={1.8} aria-hidden /> Tickets
      </Link>
      <h1>Figures of support</h1>
      <div className={classes.tools}>
        <fieldset className={classes.presets}>
          <legend className="unseen">Range</legend>
          {presets.map(({ label, days }) => {
            const { from, to } = lastDays(days, Date.now());
            return (
              <button
                key={label}
                type="button"
                aria-pressed={range.from === from && range.to === to}
                onClick={() => onChange({ from, to })}
              >
                {label}
              </button>
            );
          })}
        </fieldset>
        <TextInput
          type="date"
          size="xs"
          aria-label="From day"
          value={range.from}
          max={range.to}
          onChange={(event) => setDay({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          size="xs"
          aria-label="To day"
          value={range.to}
          min={range.from}
          onChange={(event) => setDay({ to: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          aria-label="Team"
          value={address.team ?? ''}
          onChange={(event) =>
            onChange({ team: desk?.teams.find((it) => it.id === event.currentTarget.value)?.id })
          }
          data={[
            { value: '', label: 'All teams' },
            ...(desk?.teams ?? []).map((it) => ({ value: it.id, label: it.name })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="Channel"
          value={address.channel ?? ''}
          onChange={(event) => onChange({ channel: channels.find((it) => it === event.currentTarget.value) })}
          data={[
            { value: '', label: 'All channels' },
            ...channels.map((it) => ({ value: it, label: channelNames[it] })),
          ]}
        />
        <Button
          size="xs"
          variant="default"
          aria-pressed={address.as === 'table'}
          onClick={() => onChange({ as: address.as === 'table' ? undefined : 'table' })}
        >
          {address.as === 'table' ? 'As charts' : 'As a table'}
        </Button>
        <CsvButton file={file} size="xs" />
        <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} />
      </div>
    </div>
  );
}
