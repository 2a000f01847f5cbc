import { os } from '../procedures.ts';

export const sessionRoutes = {
  watch: os.session.watch.handler(({ context, signal }) => context.console.session.watch(signal)),
  signIn: os.session.signIn.handler(({ context, input }) => context.console.session.signIn(input)),
  migrate: os.session.migrate.handler(({ context }) => context.console.session.migrate()),
  signOut: os.session.signOut.handler(async ({ context }) => {
    await context.console.session.signOut();
    return {};
  }),
};
