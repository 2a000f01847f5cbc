import { os } from '../../procedures.ts';

export const notesRoutes = {
  list: os.members.notes.list.handler(() => {
    throw new Error('not built yet');
  }),
  add: os.members.notes.add.handler(() => {
    throw new Error('not built yet');
  }),
  edit: os.members.notes.edit.handler(() => {
    throw new Error('not built yet');
  }),
  pin: os.members.notes.pin.handler(() => {
    throw new Error('not built yet');
  }),
  remove: os.members.notes.remove.handler(() => {
    throw new Error('not built yet');
  }),
};
