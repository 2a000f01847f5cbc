import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePreferences } from '../../../preferences/preferences.ts';
import { daysOf, isRecent, recentSpans, spanText } from '../span.ts';
import classes from './filters.module.css';

interface SpanFieldProps {
  label: string;
  span: string | undefined;
  onChange: (span: string | undefined) => void;
}

/** A span of days: a usual one that ends today, or two days to choose. */
export function SpanField({ label, span, onChange }: SpanFieldProps) {
  const { zone } = usePreferences();
  const [choosing, setChoosing] = useState(false);
  const days = daysOf(span) ?? { from: null, until: null };
  const between = daysOf(span) !== null || (choosing && span === undefined);
  const title = zone === 'utc' ? 'Days are counted in UTC' : 'Days are counted in local time';
  return (
    <div className={classes.span}>
      <NativeSelect
        size="xs"
        label={label}
        value={between ? 'between' : (span ?? '')}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setChoosing(chosen === 'between');
          onChange(isRecent(chosen) ? chosen : undefined);
        }}
        data={[
          { value: '', label: 'at any time' },
          ...Object.entries(recentSpans).map(([value, words]) => ({ value, label: words })),
          { value: 'between', label: 'between…' },
        ]}
      />
      {between && (
        <>
          <TextInput
            size="xs"
            type="date"
            label="From"
            aria-label={`${label}: from`}
            title={title}
            value={days.from ?? ''}
            {...(days.until === null ? {} : { max: days.until })}
            onChange={(event) => onChange(spanText({ ...days, from: event.currentTarget.value || null }))}
          />
          <TextInput
            size="xs"
            type="date"
            label="Until"
            aria-label={`${label}: until`}
            title={title}
            value={days.until ?? ''}
            {...(days.from === null ? {} : { min: days.from })}
            onChange={(event) => onChange(spanText({ ...days, until: event.currentTarget.value || null }))}
          />
        </>
      )}
    </div>
  );
}
