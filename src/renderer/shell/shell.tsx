import { lazy, type ReactNode, Suspense } from 'react';
import { takeLostFocus } from '../components/panels/focus.ts';
import { LinkStrip } from '../features/session/link-strip.tsx';
import { useUnanswered } from '../features/tickets/ticket/composer/send/use-unanswered.ts';
import { Help } from './help.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { useShellCommands } from './shell-commands.ts';

const RunStrip = lazy(async () => ({
  default: (await import('../components/runs/run-strip.tsx')).RunStrip,
}));

/** What surrounds every workspace: the rail, the strip for trouble, the palette and the help. */
export function Shell({ children }: { children: ReactNode }) {
  useShellCommands();
  useUnanswered();
  return (
    <div className={classes.shell}>
      <a href="#workspace" className={classes.skip}>
        Skip to the workspace
      </a>
      <Rail />
      <div className={classes.main}>
        <LinkStrip />
        <Suspense fallback={null}>
          <RunStrip />
        </Suspense>
        <main id="workspace" ref={takeLostFocus} className={classes.workspace} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Palette />
      <Help />
    </div>
  );
}
