import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useCommand } from '../../keys/commands.ts';
import { KeysHint } from '../keys-hint.tsx';
import { useSettledText } from '../settled-text.ts';

interface ListSearchProps {
  label: string;
  placeholder: string;
  text: string;
  /** Milliseconds, and when it is searched: see `useSettledText`. */
  rest: number;
  atOnce?: boolean;
  onSearch: (text: string) => void;
  size?: TextInputProps['size'];
  iconSize?: number;
  className?: string | undefined;
  inputClass?: string | undefined;
}

/** Searches a list as one types. Its key goes to it, Escape empties it and then leaves it. */
export function ListSearch({
  label,
  placeholder,
  text,
  rest,
  atOnce = false,
  onSearch,
  size = 'sm',
  iconSize = 16,
  className = '',
  inputClass = '',
}: ListSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const { typed, setTyped } = useSettledText(text, rest, onSearch, { atOnce });
  useCommand('search.focus', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <TextInput
      ref={input}
      type="search"
      size={size}
      data-list-field=""
      className={className}
      classNames={{ input: inputClass }}
      aria-label={label}
      placeholder={placeholder}
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
      leftSection={<IconSearch size={iconSize} stroke={1.6} aria-hidden />}
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
