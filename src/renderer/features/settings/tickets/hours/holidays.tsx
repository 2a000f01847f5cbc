import { Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useNow } from '../../../../preferences/clock.ts';
import { holidayField, holidaysOf } from '../rules/rules-text.ts';
import type { RulesForm } from '../rules/use-rules-form.ts';
import classes from './hours.module.css';

/** Days on which nobody works, those to come first. */
export function Holidays({ form }: { form: RulesForm }) {
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const holidays = holidaysOf(form.text);
  const ahead = holidays.filter((it) => it.day >= today);
  const past = holidays.filter((it) => it.day < today).toReversed();
  const list = useRef<HTMLElement>(null);
  return (
    <section ref={list} tabIndex={-1} className={classes.holidays} aria-label="Holidays">
      <h3>Holidays</h3>
      {form.mayEdit && <AddHoliday form={form} />}
      {holidays.length === 0 && <p className={classes.none}>None: the week holds all year.</p>}
      {[...ahead, ...past].length > 0 && (
        <ul>
          {[...ahead, ...past].map(({ day, name }) => (
            <li
              key={day}
              data-past={day < today || undefined}
              data-changed={form.changed.includes(holidayField(day)) || undefined}
            >
              <time dateTime={day}>{dayWords(day)}</time>
              <span className={classes.holiday}>
                <MemberText text={name} />
              </span>
              {form.mayEdit && (
                <button
                  type="button"
                  aria-label={`Remove ${dayWords(day)}`}
                  title="Remove"
                  onClick={() => {
                    form.set({ [holidayField(day)]: undefined });
                    list.current?.focus();
                  }}
                >
                  <IconX size={14} stroke={1.8} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function AddHoliday({ form }: { form: RulesForm }) {
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const add = () => {
    setWrong(day === '');
    if (day === '') return first.current?.focus();
    form.set({ [holidayField(day)]: name.trim() });
    setDay('');
    setName('');
    first.current?.focus();
  };
  const onEnter = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  return (
    <div className={classes.add}>
      <TextInput
        ref={first}
        size="xs"
        type="date"
        label="Day"
        max="2999-12-31"
        value={day}
        error={wrong && 'Give the day'}
        onChange={(event) => {
          setDay(event.currentTarget.value);
          setWrong(false);
        }}
        onKeyDown={onEnter}
      />
      <TextInput
        size="xs"
        label="Name"
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={onEnter}
      />
      <Button size="xs" variant="default" onClick={add}>
        Add
      </Button>
    </div>
  );
}

/** `Fri, 25 Dec 2026` */
function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(Date.parse(day));
}
