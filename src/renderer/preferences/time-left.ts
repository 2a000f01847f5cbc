/** How long is left, in milliseconds, as `12 d 4 h`, `3 h 20 min`, `04:59`; `over` from zero on. */
export function spanOf(left: number): string {
  const seconds = Math.ceil(left / 1000);
  if (seconds <= 0) return 'over';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)} left`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min left`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h left`;
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}
