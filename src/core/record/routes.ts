import { os } from '../procedures.ts';
import { exportRecord } from './export.ts';
import { listRecord } from './list.ts';

export const recordRoutes = {
  list: os.record.list.handler(({ context, input, signal }) =>
    listRecord(context.console.session.signedIn, input, signal),
  ),
  export: os.record.export.handler(({ context, input, signal }) =>
    exportRecord(context.console.session.signedIn, input.filter, context.console.exportsDir, signal),
  ),
};
