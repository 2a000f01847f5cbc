import { useId } from 'react';
import { days } from '../rules/rules-text.ts';
import { readSpans, type Spans } from '../rules/spans.ts';
import type { RulesForm } from '../rules/use-rules-form.ts';
import classes from './hours.module.css';

const dayMinutes = 1440;

/** The week, a day in each row: its hours as they are typed, and as a strip from midnight to midnight. */
export function Week({ form }: { form: RulesForm }) {
  return (
    <fieldset className={classes.week}>
      <legend>Open hours</legend>
      {days.map((name, day) => (
        <Day key={name} name={name} field={`day ${day}`} form={form} />
      ))}
      <div className={classes.scale} aria-hidden>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{String(hour).padStart(2, '0')}</span>
        ))}
      </div>
    </fieldset>
  );
}

function Day({ name, field, form }: { name: string; field: string; form: RulesForm }) {
  const id = useId();
  const value = form.text[field] ?? '';
  const error = form.errors[field];
  const spans = readSpans(value);
  return (
    <div className={classes.day} data-changed={form.changed.includes(field) || undefined}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        value={value}
        readOnly={!form.mayEdit}
        placeholder="closed"
        autoComplete="off"
        maxLength={80}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => form.set({ [field]: event.currentTarget.value })}
      />
      <Strip spans={spans ?? []} />
      {error !== undefined && (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function Strip({ spans }: { spans: Spans }) {
  return (
    <svg className={classes.strip} viewBox={`0 0 ${dayMinutes} 10`} preserveAspectRatio="none" aria-hidden>
      {spans.map(({ from, to }) => (
        <rect key={from} x={minuteOf(from)} width={minuteOf(to) - minuteOf(from)} y={0} height={10} />
      ))}
    </svg>
  );
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
