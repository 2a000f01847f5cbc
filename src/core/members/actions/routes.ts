import { os } from '../../procedures.ts';

export const actionsRoutes = {
  preview: os.members.preview.handler(() => {
    throw new Error('not built yet');
  }),
  act: os.members.act.handler(() => {
    throw new Error('not built yet');
  }),
  undo: os.members.undo.handler(() => {
    throw new Error('not built yet');
  }),
  actOnMany: os.members.actOnMany.handler(() => {
    throw new Error('not built yet');
  }),
  undoRun: os.members.undoRun.handler(() => {
    throw new Error('not built yet');
  }),
  decisions: os.members.decisions.handler(() => {
    throw new Error('not built yet');
  }),
};
