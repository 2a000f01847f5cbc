import { useEffect } from 'react';
import { preferences } from '../preferences/preferences.ts';
import { isOffered, runCommand } from './commands.ts';
import { bindingOf, type CommandId } from './key-map.ts';
import { nameOf, readPress } from './key-press.ts';

/** How long the second of two presses may take, in milliseconds. */
const patience = 1500;

/** Turns key presses into commands, for the whole window. Used once, at the top. */
export function useKeyListener(): void {
  useEffect(() => {
    let pending: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf({
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        altGraph: event.getModifierState('AltGraph'),
      });
      if (name === null) return;
      const place = placeOf(event.target);
      const reading = readPress(name, pending, (id) => isOffered(id) && mayFire(id, name, place));
      clearTimeout(timer);
      pending = reading.pending;
      if (pending !== null) {
        timer = setTimeout(() => {
          pending = null;
        }, patience);
      }
      const command = reading.commands[0];
      if (command !== undefined && runCommand(command)) event.preventDefault();
    }

    document.addEventListener('keydown', onKeyDown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

type Place = 'field' | 'list-field' | 'control' | 'dialog' | 'page';

function mayFire(id: CommandId, name: string, place: Place): boolean {
  const modified = name.startsWith('mod+') || name.startsWith('shift+');
  if (place === 'dialog') return false;
  if (place === 'list-field' && (name === 'ArrowDown' || name === 'ArrowUp' || name === 'Enter')) return true;
  if (place === 'field' || place === 'list-field') return bindingOf(id).inFields === true;
  // On a button or a link, Enter and the arrows belong to it.
  if (place === 'control' && name === 'Enter') return false;
  return (
    modified || name === 'Escape' || name.startsWith('Arrow') || name === 'Enter' || preferences().singleKeys
  );
}

/** What kind of place has the focus. A field marked `data-list-field` steers the list below it. */
function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.closest('[role="dialog"], [role="menu"]') !== null) return 'dialog';
  // A part of a dialog that goes away takes the focus with it; a key then still means the dialog.
  if (target === document.body && document.querySelector('[aria-modal="true"]') !== null) return 'dialog';
  if (target.isContentEditable || target.matches('textarea, select')) return 'field';
  if (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'range', 'button', 'submit'].includes(target.type)
  ) {
    return target.dataset.listField === undefined ? 'field' : 'list-field';
  }
  if (target.matches('button, a[href], input, summary, [role="tab"], [role="option"]')) return 'control';
  return 'page';
}
