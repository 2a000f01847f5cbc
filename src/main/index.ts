import { dirname } from 'node:path';
import * as electron from 'electron';
import { runApp } from './app.ts';

runApp({
  electron,
  argv: process.argv,
  platform: process.platform,
  devUrl: process.env.ELECTRON_RENDERER_URL,
  outDir: dirname(import.meta.dirname),
}).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  electron.dialog.showErrorBox('Caretaker did not start', `${reason}\n\nNothing was changed.`);
  electron.app.exit(1);
});
