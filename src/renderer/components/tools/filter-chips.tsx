import { IconX } from '@tabler/icons-react';
import classes from './filter-chips.module.css';

interface FilterChipsProps<Name extends string> {
  chips: readonly { readonly name: Name; readonly words: string }[];
  onDrop: (name: Name) => void;
  onClear: () => void;
}

/** The filters in force, each of which can be taken away. */
export function FilterChips<Name extends string>({ chips, onDrop, onClear }: FilterChipsProps<Name>) {
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Filters in force">
      {chips.map(({ name, words }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.chip}
            aria-label={`Take away the filter: ${words}`}
            onClick={() => onDrop(name)}
          >
            {words}
            <IconX size={13} stroke={2} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={classes.clear} title="Drop all filters (d)" onClick={onClear}>
          Clear all
        </button>
      </li>
    </ul>
  );
}
