import { os } from '../procedures.ts';
import { pauseDirectory, rebuildDirectory, resumeDirectory } from './control.ts';
import { watchDirectory } from './state.ts';

export const directoryRoutes = {
  watch: os.directory.watch.handler(({ context, signal }) =>
    watchDirectory(context.console.session.signedIn, signal),
  ),
  pause: os.directory.pause.handler(async ({ context }) => {
    await pauseDirectory(context.console.session.signedIn);
    return {};
  }),
  resume: os.directory.resume.handler(async ({ context }) => {
    await resumeDirectory(context.console.session.signedIn);
    return {};
  }),
  rebuild: os.directory.rebuild.handler(async ({ context }) => {
    await rebuildDirectory(context.console.session.signedIn);
    return {};
  }),
};
