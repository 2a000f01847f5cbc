import { os } from '../../procedures.ts';
import { merge } from './merge.ts';
import { split } from './split.ts';
import { undoMerge } from './undo/undo.ts';

export const mergingRoutes = {
  merge: os.tickets.merge.handler(async ({ context, input }) => ({
    mergeIds: await merge(context.console.session.signedIn, input),
  })),
  split: os.tickets.split.handler(({ context, input }) => split(context.console.session.signedIn, input)),
  undoMerge: os.tickets.undoMerge.handler(({ context, input }) =>
    undoMerge(context.console.session.signedIn, input),
  ),
};
