import type { KeyboardEvent } from 'react';

/** As the `onKeyDown` of a form: Ctrl+Enter, or Command on a Mac, sends it from whichever field one is in. */
export function submitKey(send: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
}
