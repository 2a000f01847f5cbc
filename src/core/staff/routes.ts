import { os } from '../procedures.ts';
import { listStaff } from './list.ts';
import { addPerson, changePerson, removePerson, resetPassword } from './people.ts';
import { staffStatements } from './statements.ts';
import { removeTeam, saveTeam } from './teams.ts';

export const staffRoutes = {
  list: os.staff.list.handler(({ context, signal }) =>
    listStaff(context.console.session.signedIn.database, signal),
  ),
  add: os.staff.add.handler(({ context, input }) => addPerson(context.console.session.signedIn, input)),
  change: os.staff.change.handler(async ({ context, input }) => {
    await changePerson(context.console.session.signedIn, input);
    return {};
  }),
  remove: os.staff.remove.handler(async ({ context, input }) => {
    await removePerson(context.console.session.signedIn, input);
    return {};
  }),
  resetPassword: os.staff.resetPassword.handler(({ context, input }) =>
    resetPassword(context.console.session.signedIn, input),
  ),
  statements: os.staff.statements.handler(({ context, input, signal }) =>
    staffStatements(context.console.session.signedIn.database, input, signal),
  ),
  saveTeam: os.staff.saveTeam.handler(({ context, input }) =>
    saveTeam(context.console.session.signedIn.database, input),
  ),
  removeTeam: os.staff.removeTeam.handler(async ({ context, input }) => {
    await removeTeam(context.console.session.signedIn.database, input);
    return {};
  }),
};
