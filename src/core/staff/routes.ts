import { os } from '../procedures.ts';

export const staffRoutes = {
  list: os.staff.list.handler(() => {
    throw new Error('not built yet');
  }),
  add: os.staff.add.handler(() => {
    throw new Error('not built yet');
  }),
  change: os.staff.change.handler(() => {
    throw new Error('not built yet');
  }),
  remove: os.staff.remove.handler(() => {
    throw new Error('not built yet');
  }),
  resetPassword: os.staff.resetPassword.handler(() => {
    throw new Error('not built yet');
  }),
  statements: os.staff.statements.handler(() => {
    throw new Error('not built yet');
  }),
  saveTeam: os.staff.saveTeam.handler(() => {
    throw new Error('not built yet');
  }),
  removeTeam: os.staff.removeTeam.handler(() => {
    throw new Error('not built yet');
  }),
};
