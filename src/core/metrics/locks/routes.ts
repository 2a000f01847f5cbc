import { os } from '../../procedures.ts';
import { deadlockKinds } from './deadlocks/kinds.ts';
import { getDeadlock, listDeadlocks } from './deadlocks/list.ts';
import { killSession } from './tree/kill.ts';
import { lockTree } from './tree/tree.ts';

export const locksRoutes = {
  tree: os.metrics.locks.tree.handler(({ context, signal }) =>
    lockTree(context.console.session.signedIn, signal),
  ),
  kill: os.metrics.locks.kill.handler(({ context, input }) =>
    killSession(context.console.session.signedIn, input),
  ),
  deadlocks: {
    kinds: os.metrics.locks.deadlocks.kinds.handler(({ context, signal }) =>
      deadlockKinds(context.console.session.signedIn, signal),
    ),
    list: os.metrics.locks.deadlocks.list.handler(({ context, input, signal }) =>
      listDeadlocks(context.console.session.signedIn, input, signal),
    ),
    get: os.metrics.locks.deadlocks.get.handler(({ context, input, signal }) =>
      getDeadlock(context.console.session.signedIn, input.id, signal),
    ),
  },
};
