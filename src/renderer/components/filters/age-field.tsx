import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSettledText } from '../settled-text.ts';
import { type Age, hoursOf, usualAge, usualAges } from './age.ts';
import classes from './age-field.module.css';

/** How long ago something was opened: one of the usual spans, or hours to choose. */
export function AgeField({ older, younger, onChange }: Age & { onChange: (age: Required<Age>) => void }) {
  const [choosing, setChoosing] = useState(false);
  const usual = usualAge({ older, younger });
  const any = older === undefined && younger === undefined;
  const own = choosing || (usual === null && !any);
  return (
    <div className={classes.age}>
      <NativeSelect
        size="xs"
        label="Age"
        value={own ? 'own' : (usual ?? '')}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setChoosing(chosen === 'own');
          if (chosen === 'own') return;
          onChange({ older: usualAges[chosen]?.older, younger: usualAges[chosen]?.younger });
        }}
        data={[
          { value: '', label: 'of any age' },
          ...Object.entries(usualAges).map(([value, { label }]) => ({ value, label })),
          { value: 'own', label: 'between…' },
        ]}
      />
      {own && (
        <>
          <HoursField
            label="Opened more than"
            value={older}
            onChange={(hours) => onChange({ older: hours, younger })}
          />
          <HoursField
            label="and less than"
            value={younger}
            onChange={(hours) => onChange({ older, younger: hours })}
          />
        </>
      )}
    </div>
  );
}

function HoursField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (hours: number | undefined) => void;
}) {
  const hours = useSettledText(String(value ?? ''), 250, (text) => onChange(hoursOf(text) || undefined));
  return (
    <TextInput
      size="xs"
      label={label}
      inputMode="numeric"
      placeholder="hours ago"
      autoComplete="off"
      value={hours.typed}
      error={hours.typed !== '' && hoursOf(hours.typed) === undefined && 'Whole hours'}
      onChange={(event) => hours.setTyped(event.currentTarget.value)}
      onBlur={hours.settle}
    />
  );
}
