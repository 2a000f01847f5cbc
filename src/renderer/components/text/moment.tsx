import { useNow } from '../../preferences/clock.ts';
import { usePreferences, type Zone } from '../../preferences/preferences.ts';
import { absoluteOf, dateOf, relativeOf, stampOf, timeOf } from '../../preferences/time-format.ts';

type Shape = 'relative' | 'absolute' | 'date' | 'time' | 'stamp';

/** Only the shape that is shown is written: a list has hundreds of moments. */
const shapes: Record<Shape, (at: string, zone: Zone, now: number) => string> = {
  relative: (at, _, now) => relativeOf(at, now),
  absolute: absoluteOf,
  date: dateOf,
  time: timeOf,
  stamp: stampOf,
};

/** A moment in the reader's zone. The complete one shows on hover, whatever the shape. */
export function Moment({ at, shape }: { at: string; shape: Shape }) {
  const now = useNow();
  const { zone } = usePreferences();
  const absolute = absoluteOf(at, zone);
  return (
    <time dateTime={at} title={shape === 'relative' ? absolute : `${absolute} (${relativeOf(at, now)})`}>
      {shapes[shape](at, zone, now)}
    </time>
  );
}
