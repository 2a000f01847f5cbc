import { os } from '../procedures.ts';
import { listViews, removeView, saveView } from './views.ts';

export const viewsRoutes = {
  list: os.views.list.handler(({ context, input, signal }) =>
    listViews(context.console.session.signedIn, input.workspace, signal),
  ),
  save: os.views.save.handler(({ context, input }) => saveView(context.console.session.signedIn, input)),
  remove: os.views.remove.handler(async ({ context, input }) => {
    await removeView(context.console.session.signedIn, input);
    return {};
  }),
};
