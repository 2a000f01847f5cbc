import { ListSearch } from '../../../components/fields/list-search.tsx';
import classes from './search.module.css';

/** A letter is searched for at once, and who types faster than one can read does not ask for every letter. */
const rest = 80;

interface SearchFieldProps {
  text: string;
  /** With nothing but spaces the search ends. */
  onSearch: (text: string) => void;
}

/** Searches all tickets as one types. */
export function SearchField({ text, onSearch }: SearchFieldProps) {
  return (
    <ListSearch
      label="Search all tickets by words, name or number"
      placeholder="Words, name or #number"
      text={text}
      rest={rest}
      atOnce
      onSearch={onSearch}
      className={classes.field}
      inputClass={classes.input}
    />
  );
}
