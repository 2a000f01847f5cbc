import { os } from '../procedures.ts';

export const accountRoutes = {
  changePassword: os.account.changePassword.handler(() => {
    throw new Error('not built yet');
  }),
  sessions: os.account.sessions.handler(() => {
    throw new Error('not built yet');
  }),
  endSession: os.account.endSession.handler(() => {
    throw new Error('not built yet');
  }),
};
