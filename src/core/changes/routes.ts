import { os } from '../procedures.ts';
import { watchChanges } from './feed.ts';

export const changesRoutes = {
  watch: os.changes.watch.handler(async function* ({ context, signal }) {
    for await (const changes of watchChanges(context.console.session.signedIn.database, signal)) {
      yield { changes };
    }
  }),
};
