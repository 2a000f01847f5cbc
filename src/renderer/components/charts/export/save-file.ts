/** Has the browser, or Electron's window, save what the page holds. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Saving begins after this turn; the page need not hold it for longer than that may take.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** `caretaker-buffer-pool-20261130T1403Z-20261130T2003Z.csv`; moments in seconds since 1970. */
export function fileName(title: string, range: { from: number; to: number }, ending: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const [from, to] = [range.from, range.to].map(
    (moment) => `${new Date(1000 * moment).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`,
  );
  return `caretaker-${words === '' ? 'chart' : words}-${from}-${to}.${ending}`;
}
