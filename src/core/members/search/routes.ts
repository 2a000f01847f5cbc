import { os } from '../../procedures.ts';
import { countMembers } from './count.ts';
import { exportMembers } from './export.ts';
import { searchMembers } from './search.ts';

export const searchRoutes = {
  search: os.members.search.handler(({ context, input, signal }) =>
    searchMembers(context.console.session.signedIn.database, input, signal),
  ),
  count: os.members.count.handler(({ context, input, signal }) =>
    countMembers(context.console.session.signedIn.database, input, signal),
  ),
  export: os.members.export.handler(({ context, input, signal }) =>
    exportMembers(context.console.session.signedIn, input, context.console.exportsDir, signal),
  ),
};
