import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { bindingOf, type CommandId } from '../../../../keys/key-map.ts';
import classes from './picker.module.css';

export interface PickerOption {
  readonly value: string;
  readonly label: string;
  readonly aside?: string | undefined;
  readonly chosen?: boolean | undefined;
}

interface PickerProps {
  command: CommandId;
  /** What is picked, such as “Status”. */
  what: string;
  /** As it is now. */
  children: ReactNode;
  options: readonly PickerOption[];
  disabled: boolean;
  /** What else may be picked for what was typed. */
  offer?: (typed: string) => PickerOption | null;
  /** Several are picked, one after the other. */
  stays?: boolean;
  onPick: (value: string) => void;
}

/** A part of the ticket, changed by typing a few letters of what it is to be, or by arrow keys. */
export function Picker(props: PickerProps) {
  const { command, what, children, options, disabled, offer, stays = false, onPick } = props;
  const [typed, setTyped] = useState('');
  const store = useCombobox({
    onDropdownOpen: () => store.focusSearchInput(),
    onDropdownClose: () => {
      setTyped('');
      store.resetSelectedOption();
    },
  });
  useCommand(command, () => store.openDropdown(), !disabled);
  const fitting = fittingOptions(options, typed);
  const offered = offer?.(typed.trim()) ?? null;
  const shown = offered === null ? fitting : [...fitting, offered];
  const first = store.dropdownOpened ? shown[0]?.value : undefined;
  const { selectFirstOption } = store;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is typed, Enter takes the likeliest
  useEffect(() => {
    if (first !== undefined) selectFirstOption();
  }, [first, typed]);
  return (
    <Combobox
      store={store}
      width={260}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(value) => {
        onPick(value);
        if (stays) return setTyped('');
        store.closeDropdown();
        store.focusTarget();
      }}
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={classes.face}
          disabled={disabled}
          title={`${bindingOf(command).label} (${bindingOf(command).keys[0]})`}
          onClick={() => store.toggleDropdown()}
        >
          <span className="unseen">{what}: </span>
          {children}
          <IconChevronDown size={13} stroke={1.8} aria-hidden />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          // What scrolls below it is moved through from here.
          role="combobox"
          aria-expanded={store.dropdownOpened}
          aria-label={what}
          placeholder={what}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            store.closeDropdown();
            store.focusTarget();
          }}
        />
        <Combobox.Options className={classes.options} aria-label={what}>
          {shown.map(({ value, label, aside, chosen = false }) => (
            <Combobox.Option key={value} value={value} className={classes.option ?? ''}>
              <IconCheck
                size={14}
                stroke={2}
                role={chosen ? 'img' : undefined}
                aria-label={chosen ? 'as it is' : undefined}
                aria-hidden={!chosen}
                visibility={chosen ? 'visible' : 'hidden'}
              />
              <span className={classes.label}>
                <MemberText text={label} />
              </span>
              {aside !== undefined && (
                <span className={classes.aside}>
                  <MemberText text={aside} />
                </span>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {shown.length === 0 && (
          <p className={classes.none} role="status">
            None fits.
          </p>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Options in which what was typed begins a word, those that begin with it first. */
function fittingOptions(options: readonly PickerOption[], typed: string): PickerOption[] {
  const wanted = typed.trim().toLowerCase();
  const rank = ({ label, value }: PickerOption) => {
    const text = label.toLowerCase();
    if (text.startsWith(wanted)) return 0;
    return text.includes(` ${wanted}`) || value.toLowerCase().startsWith(wanted) ? 1 : 2;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((each) => each.rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
}
