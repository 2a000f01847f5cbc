import { os } from '../../procedures.ts';
import { act } from './act.ts';
import { decisionsOf } from './decisions.ts';
import { preview } from './preview/preview.ts';
import { actOnMany, undoRun } from './run.ts';
import { undo } from './undo/undo.ts';

export const actionsRoutes = {
  preview: os.members.preview.handler(({ context, input, signal }) =>
    preview(context.console.session.signedIn, input, signal),
  ),
  act: os.members.act.handler(({ context, input }) => act(context.console.session.signedIn, input)),
  undo: os.members.undo.handler(({ context, input }) => undo(context.console.session.signedIn, input)),
  actOnMany: os.members.actOnMany.handler(({ context, input, signal }) =>
    actOnMany(context.console.session.signedIn, input, signal),
  ),
  undoRun: os.members.undoRun.handler(({ context, input, signal }) =>
    undoRun(context.console.session.signedIn, input, signal),
  ),
  decisions: os.members.decisions.handler(async ({ context, input, signal }) => ({
    decisions: await decisionsOf(context.console.session.signedIn, input.memberId, signal),
  })),
};
