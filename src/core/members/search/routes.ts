import { os } from '../../procedures.ts';

export const searchRoutes = {
  search: os.members.search.handler(() => {
    throw new Error('not built yet');
  }),
  count: os.members.count.handler(() => {
    throw new Error('not built yet');
  }),
  export: os.members.export.handler(() => {
    throw new Error('not built yet');
  }),
};
