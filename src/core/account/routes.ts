import { os } from '../procedures.ts';
import { changePassword } from './password.ts';
import { endSession, listSessions } from './sessions.ts';

export const accountRoutes = {
  changePassword: os.account.changePassword.handler(async ({ context: { console }, input }) => {
    await changePassword(console.session, console.log, input);
    return {};
  }),
  sessions: os.account.sessions.handler(async ({ context, signal }) => ({
    sessions: await listSessions(context.console.session.signedIn, signal),
  })),
  endSession: os.account.endSession.handler(async ({ context, input }) => {
    await endSession(context.console.session.signedIn, input.id);
    return {};
  }),
};
