import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * For a detail beside a list: when it closes with the focus inside, the list gets the focus, so that the keyboard goes
 * on where it came from.
 */
export function useFocusReturn<E extends HTMLElement>(): RefObject<E | null> {
  const pane = useRef<E>(null);
  useLayoutEffect(() => {
    const element = pane.current;
    return () => {
      if (element?.contains(document.activeElement)) {
        document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
      }
    };
  }, []);
  return pane;
}

/** As the `ref` of a panel with a tabindex: takes the focus when what had it went away, and nothing inside wants it. */
export function takeLostFocus(panel: HTMLElement | null): void {
  if (document.activeElement === document.body) panel?.focus({ preventScroll: true });
}
