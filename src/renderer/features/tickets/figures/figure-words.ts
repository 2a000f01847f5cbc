const whole = new Intl.NumberFormat('en-GB');

export function countText(count: number): string {
  return whole.format(count);
}

/** `45 min`, `3 h 20 min`, `2 d 4 h`: minutes of business hours, a day being 24 of them; a dash for none. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return '–';
  const total = Math.round(minutes);
  if (total < 60) return `${total} min`;
  const hours = Math.floor(total / 60);
  if (hours < 24) return total % 60 === 0 ? `${hours} h` : `${hours} h ${total % 60} min`;
  const rest = hours % 24;
  return rest === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${rest} h`;
}

export function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)}%`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The step that begins on a day: `4 Mar`, `Mar 2026` for a month. */
export function stepText(day: string, step: 'day' | 'week' | 'month'): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = months[Number(month) - 1] ?? '';
  return step === 'month' ? `${name} ${year}` : `${Number(date)} ${name}`;
}

/** The share of those who rated who gave 4 or 5; null where nobody did. */
export function satisfied(ratings: readonly number[]): { share: number | null; count: number } {
  const count = ratings.reduce((sum, it) => sum + it, 0);
  const happy = (ratings[3] ?? 0) + (ratings[4] ?? 0);
  return { share: count === 0 ? null : happy / count, count };
}
