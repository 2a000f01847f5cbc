import { useEffect, useEffectEvent, useRef, useState } from 'react';

/**
 * The text of a field that acts as one types: `onSettled` runs when typing has rested for so many milliseconds. When
 * `value` changes by itself (back, a link, another field) the text follows it.
 */
export function useSettledText(
  value: string,
  rest: number,
  onSettled: (text: string) => void,
): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const settled = useEffectEvent(onSettled);
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      settled(typed);
    }, rest);
    return () => clearTimeout(timer);
  }, [typed, rest]);
  return [typed, setTyped];
}
