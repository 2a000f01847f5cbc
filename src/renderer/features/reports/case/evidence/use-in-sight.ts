import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Brings an element into sight as it appears, and keeps it there when what scrolls it becomes smaller or larger, until
 * the person has scrolled it out of sight themselves.
 */
export function useInSight<E extends HTMLElement>(): RefObject<E | null> {
  const place = useRef<E>(null);
  useLayoutEffect(() => {
    const element = place.current;
    const pane = element === null ? null : scrollerOf(element);
    if (element === null || pane === null) return;
    let height = pane.clientHeight;
    let left = false;
    const show = () => element.scrollIntoView({ block: 'nearest' });
    const onScroll = () => {
      // What only moved because the pane has another size was not moved by anyone.
      if (pane.clientHeight === height) left = !isInSight(element, pane);
    };
    const observer = new ResizeObserver(() => {
      height = pane.clientHeight;
      if (!left) show();
    });
    show();
    observer.observe(pane);
    pane.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      pane.removeEventListener('scroll', onScroll);
    };
  }, []);
  return place;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(outer).overflowY)) return outer;
  }
  return null;
}

function isInSight(element: HTMLElement, pane: HTMLElement): boolean {
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  return inner.bottom > outer.top && inner.top < outer.bottom;
}
