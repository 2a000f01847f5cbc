import { markIn } from '../../intake/mark.ts';

/** How far the site's requests were read. */
export const ticketMark = markIn('ticket_intake');
