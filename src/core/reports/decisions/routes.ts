import { os } from '../../procedures.ts';
import { decide } from './decide/decide.ts';
import { listEndings } from './endings/list.ts';
import { settleEnding } from './endings/settle.ts';
import { decideMany, undoRun } from './many/run.ts';
import { preview } from './preview/preview.ts';
import { undo } from './undo/undo.ts';

export const decisionsRoutes = {
  preview: os.reports.preview.handler(({ context, input, signal }) =>
    preview(context.console.session.signedIn, input, signal),
  ),
  decide: os.reports.decide.handler(({ context, input }) => decide(context.console.session.signedIn, input)),
  undo: os.reports.undo.handler(({ context, input }) => undo(context.console.session.signedIn, input)),
  decideMany: os.reports.decideMany.handler(({ context, input, signal }) =>
    decideMany(context.console.session.signedIn, input, signal),
  ),
  undoRun: os.reports.undoRun.handler(({ context, input, signal }) =>
    undoRun(context.console.session.signedIn, input, signal),
  ),
  endings: os.reports.endings.handler(({ context, input, signal }) =>
    listEndings(context.console.session.signedIn, input, signal),
  ),
  settleEnding: os.reports.settleEnding.handler(async ({ context, input }) => {
    await settleEnding(context.console.session.signedIn, input);
    return {};
  }),
};
