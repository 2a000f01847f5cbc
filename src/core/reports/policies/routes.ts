import { os } from '../../procedures.ts';
import { readPresets, savePresets } from './presets.ts';
import { newestPolicies, policiesInForce, policyVersions } from './read.ts';
import { removePolicy, savePolicy } from './save.ts';
import { readWeights, saveWeights, tryWeights } from './weights.ts';

// Read from the primary: what was just saved must be there.
export const policiesRoutes = {
  policies: os.reports.policies.handler(({ context, input, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => ({
      policies: await (input.removed ? newestPolicies : policiesInForce)(db, run),
    })),
  ),
  policyVersions: os.reports.policyVersions.handler(({ context, input, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => ({
      versions: await policyVersions(db, input.policyId, run),
    })),
  ),
  savePolicy: os.reports.savePolicy.handler(({ context, input }) =>
    savePolicy(context.console.session.signedIn.database, input),
  ),
  removePolicy: os.reports.removePolicy.handler(async ({ context, input }) => {
    await removePolicy(context.console.session.signedIn.database, input);
    return {};
  }),
  weights: os.reports.weights.handler(({ context, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, (db, run) => readWeights(db, run)),
  ),
  tryWeights: os.reports.tryWeights.handler(({ context, input, signal }) =>
    tryWeights(context.console.session.signedIn.database, input.weights, signal),
  ),
  saveWeights: os.reports.saveWeights.handler(({ context, input }) =>
    saveWeights(context.console.session.signedIn.database, input),
  ),
  presets: os.reports.presets.handler(({ context, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => ({
      presets: await readPresets(db, run),
    })),
  ),
  savePresets: os.reports.savePresets.handler(async ({ context, input }) => {
    await savePresets(context.console.session.signedIn.database, input);
    return {};
  }),
};
