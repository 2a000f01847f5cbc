import classes from './chips.module.css';

interface CheckChipsProps<Value extends string> {
  legend: string;
  options: readonly {
    value: Value;
    label: string;
    grave?: boolean | undefined;
    /** Why it cannot be chosen; null where it can. */
    whyNot?: string | null;
  }[];
  chosen: readonly Value[];
  error?: string | undefined;
  onChange: (value: Value, chosen: boolean) => void;
}

/** Any of a few: checkboxes that look like chips. */
export function CheckChips<Value extends string>({
  legend,
  options,
  chosen,
  error,
  onChange,
}: CheckChipsProps<Value>) {
  return (
    <fieldset className={classes.chips}>
      <legend>{legend}</legend>
      {options.map(({ value, label, grave, whyNot = null }) => (
        <label
          key={value}
          className={classes.chip}
          data-grave={grave || undefined}
          title={whyNot === null ? undefined : `Not possible: ${whyNot}`}
        >
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            disabled={whyNot !== null && !chosen.includes(value)}
            aria-description={whyNot ?? undefined}
            onChange={(event) => onChange(value, event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
      {error !== undefined && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
