import { useEffect, useEffectEvent, useRef, useState } from 'react';

interface SettledText {
  readonly typed: string;
  readonly setTyped: (text: string) => void;
  /** Lets it act at once: for when the field is left. */
  readonly settle: () => void;
}

/**
 * The text of a field that acts as one types: `onSettled` runs when typing has rested for so many milliseconds. When
 * `value` changes by itself (back, a link, another field) the text follows it.
 */
export function useSettledText(value: string, rest: number, onSettled: (text: string) => void): SettledText {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const settle = () => {
    if (typed === sent.current) return;
    sent.current = typed;
    onSettled(typed);
  };
  const settleLater = useEffectEvent(settle);
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => settleLater(), rest);
    return () => clearTimeout(timer);
  }, [typed, rest]);
  return { typed, setTyped, settle };
}
