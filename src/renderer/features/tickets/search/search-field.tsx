import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useSettledText } from '../../../components/settled-text.ts';
import { useCommand } from '../../../keys/commands.ts';
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
  const input = useRef<HTMLInputElement>(null);
  const { typed, setTyped } = useSettledText(text, rest, onSearch, { atOnce: true });
  useCommand('search.focus', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <TextInput
      ref={input}
      type="search"
      data-list-field=""
      className={classes.field ?? ''}
      classNames={{ input: classes.input ?? '' }}
      aria-label="Search all tickets by words, name or number"
      placeholder="Words, name or #number"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (typed === '') input.current?.blur();
        else setTyped('');
        event.stopPropagation();
      }}
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
      rightSection={
        typed === '' ? (
          <KeysHint command="search.focus" />
        ) : (
          <CloseButton
            size="sm"
            aria-label="End the search"
            onClick={() => {
              setTyped('');
              input.current?.focus();
            }}
          />
        )
      }
    />
  );
}
