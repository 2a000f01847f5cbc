import { os } from '../../procedures.ts';
import { getCase } from './get.ts';
import { caseMedia } from './media.ts';
import { presentSubject } from './now.ts';

export const caseRoutes = {
  get: os.reports.get.handler(({ context, input, signal }) =>
    getCase(context.console.session.signedIn, input.caseId, signal),
  ),
  now: os.reports.now.handler(({ context, input, signal }) =>
    presentSubject(context.console.session.signedIn, input.caseId, signal),
  ),
  media: os.reports.media.handler(({ context, input, signal }) =>
    caseMedia(context.console.session.signedIn, input, signal),
  ),
};
