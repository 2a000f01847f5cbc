import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const conversationRoutes = {
  get: os.tickets.get.handler(notYet),
  earlier: os.tickets.earlier.handler(notYet),
  reply: os.tickets.reply.handler(notYet),
  unsend: os.tickets.unsend.handler(notYet),
  schedule: os.tickets.schedule.handler(notYet),
  unschedule: os.tickets.unschedule.handler(notYet),
  note: os.tickets.note.handler(notYet),
  open: os.tickets.open.handler(notYet),
  ofMember: os.tickets.ofMember.handler(notYet),
  saveDraft: os.tickets.saveDraft.handler(notYet),
  attach: os.tickets.attach.handler(notYet),
  attachment: os.tickets.attachment.handler(notYet),
  setMember: os.tickets.setMember.handler(notYet),
};
