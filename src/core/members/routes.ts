import { actionsRoutes } from './actions/routes.ts';
import { notesRoutes } from './notes/routes.ts';
import { pageRoutes } from './page/routes.ts';
import { searchRoutes } from './search/routes.ts';

export const membersRoutes = { ...searchRoutes, ...pageRoutes, ...actionsRoutes, notes: notesRoutes };
