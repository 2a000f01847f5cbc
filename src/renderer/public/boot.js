// Runs before anything is painted, as a file of its own because the content policy allows no inline script.
{
  const stored = localStorage.getItem('caretaker.theme');
  const dark =
    stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  // zod would otherwise probe for eval when it loads, which the content policy reports as a violation.
  globalThis.__zod_globalConfig = { jitless: true };
}
