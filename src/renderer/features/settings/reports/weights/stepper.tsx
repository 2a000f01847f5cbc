import { useId } from 'react';
import classes from './weights.module.css';

const most = 1000;

interface StepperProps {
  label: string;
  meaning: string;
  value: number;
  /** The saved one. */
  was: number;
  onChange: (value: number) => void;
}

/** A whole number from 0 to 1000: typed, stepped by arrow keys, or by the buttons beside it. */
export function Stepper({ label, meaning, value, was, onChange }: StepperProps) {
  const id = useId();
  const step = (by: number) => onChange(Math.max(0, Math.min(most, value + by)));
  return (
    <div className={classes.term}>
      <label htmlFor={id}>{label}</label>
      <span className={classes.stepper}>
        <button
          type="button"
          aria-label={`${label}: one less`}
          disabled={value <= 0}
          onClick={() => step(-1)}
        >
          −
        </button>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          role="spinbutton"
          aria-valuenow={value}
          aria-valuemin={0}
          aria-valuemax={most}
          aria-describedby={`${id}-meaning`}
          value={value}
          onChange={(event) => {
            const digits = event.currentTarget.value.replace(/\D/g, '').slice(0, 4);
            onChange(Math.min(most, Number(digits)));
          }}
          onKeyDown={(event) => {
            const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            step(by);
          }}
        />
        <button
          type="button"
          aria-label={`${label}: one more`}
          disabled={value >= most}
          onClick={() => step(1)}
        >
          +
        </button>
      </span>
      <span className={classes.was}>{value === was ? '' : `saved: ${was}`}</span>
      <p id={`${id}-meaning`} className={classes.meaning}>
        {meaning}
      </p>
    </div>
  );
}
