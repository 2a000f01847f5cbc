import { os } from '../../procedures.ts';
import { explainStatement } from './explain/explain.ts';
import { exportStatements } from './export.ts';
import { statementDetail } from './list/detail.ts';
import { listStatements } from './list/list.ts';

export const statementsRoutes = {
  list: os.metrics.statements.list.handler(({ context, input, signal }) =>
    listStatements(context.console.session.signedIn, input, signal),
  ),
  get: os.metrics.statements.get.handler(({ context, input, signal }) =>
    statementDetail(context.console.session.signedIn, input, signal),
  ),
  explain: os.metrics.statements.explain.handler(({ context, input, signal }) =>
    explainStatement(context.console.session.signedIn, input.digestId, signal),
  ),
  export: os.metrics.statements.export.handler(({ context, input, signal }) =>
    exportStatements(context.console.session.signedIn, input, context.console.exportsDir, signal),
  ),
};
