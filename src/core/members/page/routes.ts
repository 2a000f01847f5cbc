import { os } from '../../procedures.ts';

export const pageRoutes = {
  get: os.members.get.handler(() => {
    throw new Error('not built yet');
  }),
  history: os.members.history.handler(() => {
    throw new Error('not built yet');
  }),
  content: os.members.content.handler(() => {
    throw new Error('not built yet');
  }),
  linked: os.members.linked.handler(() => {
    throw new Error('not built yet');
  }),
  reveal: os.members.reveal.handler(() => {
    throw new Error('not built yet');
  }),
  addresses: os.members.addresses.handler(() => {
    throw new Error('not built yet');
  }),
};
