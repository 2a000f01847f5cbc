import { os } from '../procedures.ts';

export const directoryRoutes = {
  watch: os.directory.watch.handler(() => {
    throw new Error('not built yet');
  }),
  pause: os.directory.pause.handler(() => {
    throw new Error('not built yet');
  }),
  resume: os.directory.resume.handler(() => {
    throw new Error('not built yet');
  }),
  rebuild: os.directory.rebuild.handler(() => {
    throw new Error('not built yet');
  }),
};
