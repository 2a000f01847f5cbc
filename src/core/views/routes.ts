import { os } from '../procedures.ts';

export const viewsRoutes = {
  list: os.views.list.handler(() => {
    throw new Error('not built yet');
  }),
  save: os.views.save.handler(() => {
    throw new Error('not built yet');
  }),
  remove: os.views.remove.handler(() => {
    throw new Error('not built yet');
  }),
};
