import { os } from '../../procedures.ts';
import { addNote, editNote, listNotes, pinNote, removeNote } from './notes.ts';

export const notesRoutes = {
  list: os.members.notes.list.handler(({ context, input, signal }) =>
    listNotes(context.console.session.signedIn, input.memberId, signal),
  ),
  add: os.members.notes.add.handler(({ context, input }) => addNote(context.console.session.signedIn, input)),
  edit: os.members.notes.edit.handler(async ({ context, input }) => {
    await editNote(context.console.session.signedIn, input);
    return {};
  }),
  pin: os.members.notes.pin.handler(async ({ context, input }) => {
    await pinNote(context.console.session.signedIn, input);
    return {};
  }),
  remove: os.members.notes.remove.handler(async ({ context, input }) => {
    await removeNote(context.console.session.signedIn, input);
    return {};
  }),
};
