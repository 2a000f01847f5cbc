import { useNow } from '../../preferences/clock.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { absoluteOf, dateOf, relativeOf, stampOf, timeOf } from '../../preferences/time-format.ts';

type Shape = 'relative' | 'absolute' | 'date' | 'time' | 'stamp';

/** A moment in the reader's zone. The complete one shows on hover, whatever the shape. */
export function Moment({ at, shape }: { at: string; shape: Shape }) {
  const now = useNow();
  const { zone } = usePreferences();
  const absolute = absoluteOf(at, zone);
  const relative = relativeOf(at, now);
  const text = {
    relative,
    absolute,
    date: dateOf(at, zone),
    time: timeOf(at, zone),
    stamp: stampOf(at, zone),
  }[shape];
  return (
    <time dateTime={at} title={shape === 'relative' ? absolute : `${absolute} (${relative})`}>
      {text}
    </time>
  );
}
