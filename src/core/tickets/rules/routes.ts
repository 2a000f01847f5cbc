import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const ticketRulesRoutes = {
  macros: os.tickets.macros.handler(notYet),
  saveMacro: os.tickets.saveMacro.handler(notYet),
  removeMacro: os.tickets.removeMacro.handler(notYet),
  rules: os.tickets.rules.handler(notYet),
  saveRules: os.tickets.saveRules.handler(notYet),
};
