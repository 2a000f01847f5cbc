import { lazy, Suspense, useState } from 'react';
import { useCommand } from '../keys/commands.ts';

const PaletteOverlay = lazy(async () => ({
  default: (await import('./palette-overlay.tsx')).PaletteOverlay,
}));

/** Opens the palette; its parts are loaded when first asked for. */
export function Palette() {
  const [asked, setAsked] = useState(0);
  useCommand('palette.open', () => setAsked((count) => count + 1));
  if (asked === 0) return null;
  return (
    <Suspense fallback={null}>
      <PaletteOverlay asked={asked} />
    </Suspense>
  );
}
