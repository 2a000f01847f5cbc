import { os } from '../../procedures.ts';
import { exportFigures } from './export.ts';
import { figuresOf } from './read.ts';

export const figuresRoutes = {
  get: os.tickets.figures.get.handler(({ context, input, signal }) =>
    figuresOf(context.console.session.signedIn, input, signal),
  ),
  export: os.tickets.figures.export.handler(({ context, input, signal }) =>
    exportFigures(context.console.session.signedIn, input, context.console.exportsDir, signal),
  ),
};
