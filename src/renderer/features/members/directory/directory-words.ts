import type { DirectoryState } from '../../../../contract/directory.ts';

const figure = new Intl.NumberFormat('en-GB');

const partWords = { members: 'members', logins: 'sign-ins', reports: 'reports' };

/** `about 4 min left`; empty while nobody can tell. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${Math.round(minutes / 60)} h left`;
}

/** `Reading sign-ins: 1,204,000 of about 3,600,000` */
export function partUnderWay({ part, done, total }: DirectoryState): string {
  if (part === null) return '';
  return `Reading ${partWords[part]}: ${figure.format(done)} of about ${figure.format(Math.max(done, total))}`;
}

/** What the directory took from the site, in a sentence. */
export function costWords({ cost }: DirectoryState): string {
  const seconds = cost.seconds < 10 ? cost.seconds.toFixed(1) : figure.format(Math.round(cost.seconds));
  return `So far it asked the site’s database ${figure.format(cost.statements)} times for ${figure.format(cost.rows)} rows, which took it ${seconds} s.`;
}

/** `4 s`, `3 min`, `2 h`: how far the directory is behind the site; `now` in milliseconds since 1970. */
export function behind(freshAt: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(freshAt)) / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
