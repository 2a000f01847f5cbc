import { IconX } from '@tabler/icons-react';
import type { MembersAddress } from '../members-address.ts';
import { filterWords } from './filter-words.ts';
import classes from './filters.module.css';

interface FilterChipsProps {
  address: MembersAddress;
  onChange: (change: MembersAddress) => void;
  onClear: () => void;
}

/** The filters in force, each of which can be taken away. */
export function FilterChips({ address, onChange, onClear }: FilterChipsProps) {
  const chips = filterWords(address);
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Filters in force">
      {chips.map(({ name, words }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.chip}
            aria-label={`Take away the filter: ${words}`}
            onClick={() => onChange({ [name]: undefined })}
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
