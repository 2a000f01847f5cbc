/** How far a long step has come. */
export interface Progress {
  phase: string;
  done: number;
  total: number;
  secondsLeft: number | null;
}

/** Shows progress until `end`. */
export interface ProgressView {
  show(progress: Progress): void;
  end(): void;
}

/** The part of a standard stream that is used here. */
type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): boolean };

const BAR = 24;
const REDRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;

/** A bar that is redrawn in place on a terminal; elsewhere a line now and then. */
export function progressView(stream: Screen, now: () => number = Date.now): ProgressView {
  const pause = stream.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS;
  let last = stream.isTTY ? Number.NEGATIVE_INFINITY : now();
  return {
    show(progress) {
      if (now() - last < pause) return;
      last = now();
      if (stream.isTTY)
        stream.write(`\r\u001b[2K${progressLine(progress, true).slice(0, (stream.columns ?? 80) - 1)}`);
      else stream.write(`${progressLine(progress, false)}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}

/** For example `[######------] 50%  members  12 s left`. */
export function progressLine({ phase, done, total, secondsLeft }: Progress, bar: boolean): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.round(share * BAR);
  const drawn = bar ? `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ` : '';
  const left = secondsLeft === null ? '' : `  ${timeSpan(secondsLeft)} left`;
  return `${drawn}${String(Math.floor(share * 100)).padStart(bar ? 3 : 1)}%  ${phase}${left}`;
}

function timeSpan(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 90 ? `${whole} s` : `${Math.round(whole / 60)} min`;
}
