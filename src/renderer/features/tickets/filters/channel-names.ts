import type { Channel } from '../../../../contract/tickets/values.ts';

export const channelNames: Record<Channel, string> = {
  site: 'by the contact form',
  staff: 'opened by the staff',
};
