import { os } from '../../procedures.ts';
import { saveDraft } from './drafts/save.ts';
import { attach } from './files/attach.ts';
import { readFile } from './files/files.ts';
import { earlierMessages, getTicket, ofMember } from './get.ts';
import { setMember } from './notes/member.ts';
import { note } from './notes/note.ts';
import { openByHand } from './notes/open.ts';
import { reply } from './reply/reply.ts';
import { unsend } from './reply/unsend.ts';
import { schedule, unschedule } from './scheduled/schedule.ts';

export const conversationRoutes = {
  get: os.tickets.get.handler(({ context, input, signal }) =>
    getTicket(context.console.session.signedIn, input.ticketId, signal),
  ),
  earlier: os.tickets.earlier.handler(({ context, input, signal }) =>
    earlierMessages(context.console.session.signedIn, input, signal),
  ),
  reply: os.tickets.reply.handler(({ context, input }) => reply(context.console.session.signedIn, input)),
  unsend: os.tickets.unsend.handler(async ({ context, input }) => {
    await unsend(context.console.session.signedIn, input);
    return {};
  }),
  schedule: os.tickets.schedule.handler(({ context, input }) =>
    schedule(context.console.session.signedIn, input),
  ),
  unschedule: os.tickets.unschedule.handler(async ({ context, input }) => {
    await unschedule(context.console.session.signedIn, input);
    return {};
  }),
  note: os.tickets.note.handler(({ context, input }) => note(context.console.session.signedIn, input)),
  open: os.tickets.open.handler(({ context, input }) => openByHand(context.console.session.signedIn, input)),
  ofMember: os.tickets.ofMember.handler(({ context, input, signal }) =>
    ofMember(context.console.session.signedIn, input.memberId, signal),
  ),
  saveDraft: os.tickets.saveDraft.handler(({ context, input }) =>
    saveDraft(context.console.session.signedIn, input),
  ),
  attach: os.tickets.attach.handler(({ context, input }) => attach(context.console.session.signedIn, input)),
  attachment: os.tickets.attachment.handler(({ context, input, signal }) =>
    readFile(context.console.session.signedIn, input.id, signal),
  ),
  setMember: os.tickets.setMember.handler(async ({ context, input }) => {
    await setMember(context.console.session.signedIn, input);
    return {};
  }),
};
