import { Combobox, useCombobox } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import type { Macro } from '../../../../contract/tickets/rules.ts';
import type { TeamId } from '../../../../contract/tickets/values.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { failureOf } from '../../../transport/failure.ts';
import { fittingMacros } from './macro-choice.ts';
import classes from './macro-menu.module.css';
import { askWords, changeWords, type MacroNames, textKind } from './macro-words.ts';
import { useMacroNames } from './use-macro-names.ts';
import { useMacros } from './use-macros.ts';

interface MacroMenuProps {
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** Of the ticket: its macros stand first. */
  teamId: TeamId | null;
  /** The menu is closed by then, and the focus wherever this puts it. */
  onChosen: (macro: Macro) => void;
  /** The button it opens at. The focus goes back there where nothing is chosen. */
  children: ReactElement<{ ref?: React.Ref<HTMLButtonElement> }>;
}

/**
 * Macros and templates, to be chosen by typing a part of the name or of the text: arrow keys move, Enter chooses, Escape
 * leaves. Each says what it will do before it does.
 */
export function MacroMenu({ opened, onOpened, teamId, onChosen, children }: MacroMenuProps) {
  const [typed, setTyped] = useState('');
  const macros = useMacros();
  const names = useMacroNames();
  const store = useCombobox({
    opened,
    onOpenedChange: onOpened,
    onDropdownClose: () => {
      setTyped('');
      store.resetSelectedOption();
    },
  });
  const fitting = fittingMacros(macros.data?.macros ?? [], typed, teamId);
  const first = opened ? fitting[0]?.id : undefined;
  const { selectFirstOption, focusSearchInput } = store;
  // Whoever opened it: also by a key, of which the store does not hear.
  useEffect(() => {
    if (opened) focusSearchInput();
  }, [opened, focusSearchInput]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is typed or arrives, Enter takes the likeliest
  useEffect(() => {
    if (first !== undefined) selectFirstOption();
  }, [first, typed]);
  return (
    <Combobox
      store={store}
      width={480}
      position="top-start"
      shadow="md"
      onOptionSubmit={(id) => {
        const macro = fitting.find((it) => it.id === id);
        store.closeDropdown();
        if (macro) onChosen(macro);
      }}
    >
      <Combobox.Target targetType="button">{children}</Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        <Combobox.Search
          // What scrolls below it is moved through from here.
          role="combobox"
          aria-expanded={store.dropdownOpened}
          aria-label="Choose a macro or a template"
          placeholder="Name of a macro, or words of its text"
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
        <Combobox.Options className={classes.options} aria-label="Macros and templates">
          {fitting.map((macro) => (
            <Combobox.Option key={macro.id} value={macro.id} className={classes.option ?? ''}>
              <Face macro={macro} names={names} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {fitting.length === 0 && (
          <p className={classes.none} role="status">
            {noneWords(macros, typed)}
          </p>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** One macro: its name, what it changes, and how its text begins. */
function Face({ macro, names }: { macro: Macro; names: MacroNames }) {
  const kind = textKind(macro);
  const asks = askWords(macro);
  return (
    <>
      <span className={classes.head}>
        <span className={classes.name}>
          <MemberText text={macro.name} />
        </span>
        {macro.teamId !== null && (
          <span className={classes.aside}>
            <MemberText text={names.team(macro.teamId)} />
          </span>
        )}
        <span className={classes.changes}>
          {changeWords(macro.change, names).map((words) => (
            <span key={words} className={classes.change}>
              <MemberText text={words} />
            </span>
          ))}
        </span>
      </span>
      {macro.body !== null && (
        <span className={classes.text}>
          {kind === 'note' && <span className={classes.note}>Note: </span>}
          <MemberText text={macro.body} />
        </span>
      )}
      {asks !== null && (
        <span className={classes.asks}>
          <MemberText text={asks} />
        </span>
      )}
    </>
  );
}

function noneWords(macros: ReturnType<typeof useMacros>, typed: string): string {
  if (macros.isError) return failureOf(macros.error).message;
  if (macros.data === undefined) {
    return macros.isPaused
      ? 'The database does not answer; macros come when it does.'
      : 'Loading the macros…';
  }
  if (typed.trim() !== '') return `No macro fits “${typed.trim()}”.`;
  return 'There are no macros yet. Administrators make them in Settings, under Tickets.';
}
