import { useId } from 'react';
import classes from './chips.module.css';

interface ChipsProps<Value extends string> {
  legend: string;
  options: readonly { value: Value; label: string; grave?: boolean | undefined }[];
  value: Value | null;
  /** In a dialog: whether the hand is here when it opens. */
  autoFocus?: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, chosen by mouse or arrow keys: radio buttons that look like chips. */
export function Chips<Value extends string>({
  legend,
  options,
  value,
  autoFocus = false,
  onChange,
}: ChipsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.chips}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.chip} data-grave={option.grave || undefined}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            data-autofocus={(autoFocus && option.value === value) || undefined}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
