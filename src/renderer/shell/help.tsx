import { lazy, Suspense, useState } from 'react';
import { useCommand } from '../keys/commands.ts';

const HelpOverlay = lazy(async () => ({ default: (await import('./help-overlay.tsx')).HelpOverlay }));

/** Opens the help; its parts are loaded when first asked for. */
export function Help() {
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState(false);
  useCommand('help.open', () => {
    setAsked(true);
    setOpened(true);
  });
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <HelpOverlay opened={opened} onClose={() => setOpened(false)} />
    </Suspense>
  );
}
