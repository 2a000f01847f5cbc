/** All in seconds since 1970, UTC. */
export const hourSeconds = 3600;
export const daySeconds = 86_400;
export const weekSeconds = 7 * daySeconds;

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The beginning of the hour, day or step that a moment is in. */
export function floorTo(step: number, seconds: number): number {
  return Math.floor(seconds / step) * step;
}

/** The text of a DATETIME column or parameter. */
export function momentText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The text of a DATE column or parameter. */
export function dayText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Of a DATETIME or DATE column in UTC; NaN where a site's view gives something else. */
export function secondsOf(column: unknown): number {
  const text = String(column);
  const [day = '', time = '00:00:00'] = text.split(' ');
  return Math.floor(Date.parse(`${day}T${time.slice(0, 8)}Z`) / 1000);
}

/** As sentences name a moment. */
export function momentWords(seconds: number): string {
  return `${momentText(seconds).slice(0, 16)} UTC`;
}
