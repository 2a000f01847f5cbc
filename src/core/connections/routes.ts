import { os } from '../procedures.ts';

export const connectionsRoutes = {
  list: os.connections.list.handler(({ context: { console } }) => ({
    connections: console.connections.list(),
    keyChain: console.keyChain?.name ?? null,
  })),
  save: os.connections.save.handler(async ({ context, input }) => ({
    id: await context.console.session.save(input.id, input.details),
  })),
  remove: os.connections.remove.handler(async ({ context, input }) => {
    await context.console.session.forget(input.id);
    return {};
  }),
};
