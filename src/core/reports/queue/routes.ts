import { look } from '../../looking/looking.ts';
import { os } from '../../procedures.ts';
import { freshnessOf } from '../intake/freshness.ts';
import { readCase } from '../work.ts';
import { claim, release, renew } from './claims/claim.ts';
import { colleaguesOf, handOver } from './claims/hand-over.ts';
import { claimNext } from './claims/next.ts';
import { hold, resume } from './claims/rest.ts';
import { countCases } from './list/counts.ts';
import { casesById, listCases } from './list/list.ts';
import { note } from './note.ts';

export const queueRoutes = {
  list: os.reports.list.handler(({ context, input, signal }) =>
    listCases(context.console.session.signedIn, input, signal),
  ),
  rows: os.reports.rows.handler(({ context, input, signal }) =>
    casesById(context.console.session.signedIn, input, signal),
  ),
  counts: os.reports.counts.handler(({ context, input, signal }) =>
    countCases(context.console.session.signedIn, input.filter, signal),
  ),
  claimNext: os.reports.claimNext.handler(({ context, input }) =>
    claimNext(context.console.session.signedIn, input),
  ),
  claim: os.reports.claim.handler(({ context, input }) => claim(context.console.session.signedIn, input)),
  renew: os.reports.renew.handler(({ context, input }) => renew(context.console.session.signedIn, input)),
  release: os.reports.release.handler(async ({ context, input }) => {
    await release(context.console.session.signedIn, input);
    return {};
  }),
  handOver: os.reports.handOver.handler(async ({ context, input }) => {
    await handOver(context.console.session.signedIn, input);
    return {};
  }),
  hold: os.reports.hold.handler(async ({ context, input }) => {
    await hold(context.console.session.signedIn, input);
    return {};
  }),
  resume: os.reports.resume.handler(async ({ context, input }) => {
    await resume(context.console.session.signedIn, input);
    return {};
  }),
  note: os.reports.note.handler(async ({ context, input }) => {
    await note(context.console.session.signedIn, input);
    return {};
  }),
  look: os.reports.look.handler(({ context, input: { caseId, ...how } }) =>
    look(context.console.session.signedIn, {
      kind: 'case',
      id: caseId,
      ...how,
      exists: (db) => readCase(db, caseId),
    }),
  ),
  colleagues: os.reports.colleagues.handler(async ({ context, signal }) => ({
    people: await colleaguesOf(context.console.session.signedIn, signal),
  })),
  freshness: os.reports.freshness.handler(({ context, signal }) =>
    freshnessOf(context.console.session.signedIn.database, signal),
  ),
};
