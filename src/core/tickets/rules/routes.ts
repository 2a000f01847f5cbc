import { os } from '../../procedures.ts';
import { readRules } from '../clocks/rules.ts';
import { readMacros, removeMacro, saveMacro } from './macros.ts';
import { saveRules } from './save.ts';
import { tryRules } from './try.ts';

// Read from the primary: what was just saved must be there.
export const ticketRulesRoutes = {
  macros: os.tickets.macros.handler(({ context, input, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => ({
      macros: (await readMacros(db, run)).filter((it) => input.removed || !it.removed),
    })),
  ),
  saveMacro: os.tickets.saveMacro.handler(({ context, input }) =>
    saveMacro(context.console.session.signedIn.database, input),
  ),
  removeMacro: os.tickets.removeMacro.handler(async ({ context, input }) => {
    await removeMacro(context.console.session.signedIn.database, input);
    return {};
  }),
  rules: os.tickets.rules.handler(({ context, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => {
      const { version, savedAt, savedBy, hours, targets, warnMinutes } = await readRules(db, run);
      return { version, savedAt, savedBy, rules: { hours, targets: [...targets], warnMinutes } };
    }),
  ),
  tryRules: os.tickets.tryRules.handler(({ context, input, signal }) =>
    tryRules(context.console.session.signedIn.database, input.rules, signal),
  ),
  saveRules: os.tickets.saveRules.handler(({ context, input }) =>
    saveRules(context.console.session.signedIn.database, input),
  ),
};
