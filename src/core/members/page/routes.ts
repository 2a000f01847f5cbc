import { os } from '../../procedures.ts';
import { memberContent } from './content.ts';
import { memberHistory } from './history.ts';
import { linkedMembers } from './linked.ts';
import { readMember } from './member.ts';
import { memberAddresses, reveal } from './reveal.ts';

export const pageRoutes = {
  get: os.members.get.handler(({ context, input, signal }) =>
    readMember(context.console.session.signedIn, input.id, signal),
  ),
  history: os.members.history.handler(({ context, input, signal }) =>
    memberHistory(context.console.session.signedIn, input, signal),
  ),
  content: os.members.content.handler(({ context, input, signal }) =>
    memberContent(context.console.session.signedIn, input, signal),
  ),
  linked: os.members.linked.handler(({ context, input, signal }) =>
    linkedMembers(context.console.session.signedIn, input.id, signal),
  ),
  reveal: os.members.reveal.handler(async ({ context, input }) => {
    await reveal(context.console.session.signedIn, input);
    return {};
  }),
  addresses: os.members.addresses.handler(async ({ context, input, signal }) => ({
    addresses: await memberAddresses(context.console.session.signedIn, input.id, signal),
  })),
};
