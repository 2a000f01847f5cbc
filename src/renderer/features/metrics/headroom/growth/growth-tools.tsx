import { NativeSelect, TextInput } from '@mantine/core';
import { useRef } from 'react';
import {
  type Growth,
  type GrowthQuery,
  growthKinds,
  growthOrders,
} from '../../../../../contract/metrics/headroom/growth.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { CsvButton } from '../../../../components/notices/csv-button.tsx';
import { useFileExport } from '../../../../components/notices/file-export.tsx';
import { useSettledText } from '../../../../components/settled-text.ts';
import { useCommand } from '../../../../keys/commands.ts';
import { useNow } from '../../../../preferences/clock.ts';
import { dateOf } from '../../../../preferences/time-format.ts';
import { client } from '../../../../transport/client.ts';
import { Choice } from '../choice.tsx';
import shared from '../headroom.module.css';
import type { HeadroomAddress } from '../headroom-address.ts';
import classes from './growth.module.css';

const orders: Record<GrowthQuery['sort'], string> = {
  size: 'Largest first',
  week: 'Grew most in 7 days',
  month: 'Grew most in 30 days',
  quarter: 'Grew most in 90 days',
  name: 'By name',
};

/** Measured once a day: what is older than two is late. In milliseconds. */
const lateAfter = 2 * 86_400_000;

interface GrowthToolsProps {
  query: GrowthQuery;
  perWeek: boolean;
  growth: Growth | undefined;
  /** When it was read, not measured. */
  readAt: string | undefined;
  refreshing: boolean;
  onChange: (change: HeadroomAddress) => void;
  onRefresh: () => void;
}

/** What is listed, in which order, and as a file. */
export function GrowthTools({
  query,
  perWeek,
  growth,
  readAt,
  refreshing,
  onChange,
  onRefresh,
}: GrowthToolsProps) {
  const file = useFileExport({
    id: 'growth-export',
    what: `growth of ${query.of}`,
    start: 'headroom.export',
    stop: 'headroom.stop-export',
    run: (signal) => client.metrics.headroom.exportGrowth({ ...query, page: 0 }, { signal }),
  });
  return (
    <div className={shared.tools}>
      <Choice
        label="Tables or indexes"
        value={query.of}
        options={growthKinds.map((it) => ({ value: it, label: it === 'tables' ? 'Tables' : 'Indexes' }))}
        onChange={(of) => onChange({ of: of === 'indexes' ? 'indexes' : undefined, page: undefined })}
      />
      <Search
        text={query.text}
        onText={(text) => onChange({ text: text === '' ? undefined : text, page: undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label="Order"
        value={query.sort}
        data={growthOrders.map((it) => ({ value: it, label: orders[it] }))}
        onChange={(event) =>
          onChange({ sort: growthOrders.find((it) => it === event.currentTarget.value), page: undefined })
        }
      />
      <Choice
        label="Growth a day or a week"
        value={perWeek ? 'week' : 'day'}
        options={[
          { value: 'day', label: 'A day' },
          { value: 'week', label: 'A week' },
        ]}
        onChange={(per) => onChange({ per: per === 'week' ? 'week' : undefined })}
      />
      <div className={shared.end}>
        <CsvButton file={file} />
        {growth?.day != null && <MeasuredOn day={growth.day} />}
        <AgeBadge asOf={readAt} refreshing={refreshing} onRefresh={onRefresh} />
      </div>
    </div>
  );
}

function MeasuredOn({ day }: { day: string }) {
  const late = useNow() - Date.parse(day) > lateAfter + 86_400_000;
  return (
    <span className={late ? classes.late : undefined}>
      {late ? 'last measured on' : 'measured on'} {dateOf(`${day}T00:00:00Z`, 'utc')}
    </span>
  );
}

/** Milliseconds without a letter, after which is looked. */
const pause = 250;

function Search({ text, onText }: { text: string; onText: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const { typed, setTyped } = useSettledText(text, pause, onText);
  useCommand('search.focus', () => field.current?.focus());
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search}
      aria-label="Part of a name"
      placeholder="Part of a name (/)"
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
