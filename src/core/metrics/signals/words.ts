/** `12.5%`, `0.04%`: a share of 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${digits(value)}%`;
}

/** At most three digits that say something: `0.042`, `4.2`, `42`, `4,200`. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return value.toExponential(0);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return Number(value.toFixed(decimals)).toLocaleString('en-GB', { maximumFractionDigits: 3 });
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1.5 GiB`. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 1024 && unit < byteUnits.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${digits(size)} ${byteUnits[unit]}`;
}

/** `0.4 ms`, `12 s`, `3 min`, `2 h`, `4 d`: seconds as a stretch of time. */
export function stretch(seconds: number): string {
  if (seconds < 1) return `${digits(seconds * 1000)} ms`;
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** As `stretch`, in whole seconds and longer. */
export function agoWords(seconds: number): string {
  return stretch(Math.max(1, Math.round(seconds)));
}

/** `1 deadlock`, `3 deadlocks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${digits(count)} ${count === 1 ? one : many}`;
}

/** `3.2 a second`, `4 an hour` for what is rare. */
export function rate(perSecond: number): string {
  if (perSecond === 0 || perSecond >= 0.1) return `${digits(perSecond)} a second`;
  if (perSecond * 60 >= 1) return `${digits(perSecond * 60)} a minute`;
  return `${digits(perSecond * 3600)} an hour`;
}

/** `+40%`, `−12%`, `×8.2`: what became of `before`. */
export function change(now: number, before: number): string {
  const ratio = now / before;
  if (ratio >= 3) return `×${digits(ratio)}`;
  const share = Math.round((ratio - 1) * 100);
  return share === 0 ? 'unchanged' : `${share > 0 ? '+' : '−'}${Math.abs(share)}%`;
}
