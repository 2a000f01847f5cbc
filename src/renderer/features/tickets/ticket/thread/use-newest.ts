import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How far from the end still counts as being there, in pixels. */
const near = 60;

/**
 * Keeps a scrolled frame at its end while the reader is there, and leaves it alone where they read further up. `newest`
 * names what is last.
 */
export function useNewest(newest: string) {
  const frame = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(false);
  const last = useRef(newest);
  const show = () => {
    const element = frame.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near;
      setAway(!atEnd.current);
      if (atEnd.current) setUnseen(false);
    };
    const stay = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      else look();
    });
    element.addEventListener('scroll', look, { passive: true });
    stay.observe(element);
    for (const child of element.children) stay.observe(child);
    return () => {
      element.removeEventListener('scroll', look);
      stay.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (last.current === newest) return;
    last.current = newest;
    if (!atEnd.current) setUnseen(true);
  }, [newest]);
  return {
    frame,
    /** The end is not in sight. */
    away,
    /** Something came there that was not seen. */
    unseen,
    show,
  };
}
