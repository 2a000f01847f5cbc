import { useEffect, useEffectEvent, useRef, useState } from 'react';

interface SettledText {
  readonly typed: string;
  readonly setTyped: (text: string) => void;
  /** Lets it act at once: for when the field is left. */
  readonly settle: () => void;
}

/**
 * The text of a field that acts as one types: `onSettled` runs when typing has rested for so many milliseconds, or with
 * `atOnce` after each letter, but so long after the letter before that it acted on. When `value` changes by itself (back,
 * a link, another field) the text follows it.
 */
export function useSettledText(
  value: string,
  rest: number,
  onSettled: (text: string) => void,
  { atOnce = false }: { atOnce?: boolean } = {},
): SettledText {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const sentAt = useRef(Number.NEGATIVE_INFINITY);
  const settle = () => {
    if (typed === sent.current) return;
    sent.current = typed;
    sentAt.current = performance.now();
    onSettled(typed);
  };
  const settleLater = useEffectEvent(settle);
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const wait = atOnce ? sentAt.current + rest - performance.now() : rest;
    if (wait <= 0) return settleLater();
    const timer = setTimeout(() => settleLater(), wait);
    return () => clearTimeout(timer);
  }, [typed, rest, atOnce]);
  return { typed, setTyped, settle };
}
