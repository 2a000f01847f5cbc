import type { OpenTicket } from '../../ticket-queries.ts';
import type { Pen } from '../pen/use-pen.ts';

/** The most that a message holds. */
const most = 4000;

interface ToSend {
  data: Pick<OpenTicket, 'reachable' | 'whyNot'>;
  pen: Pick<Pen, 'name' | 'written'>;
  /** Names in braces that have no value. */
  missing: readonly string[];
  filesOnTheirWay: boolean;
}

/** Why what is written cannot be sent as it is, in a sentence; null where it can. */
export function whyNotSent({ data, pen, missing, filesOnTheirWay }: ToSend): string | null {
  const { reachable, whyNot } = data;
  const length = pen.written.body.trim().length;
  if (pen.name.kind === 'reply' && !reachable) {
    return whyNot ?? 'No answer can reach them.';
  }
  if (length === 0) return 'There is nothing written yet.';
  if (missing.length > 0) return `Fill in ${missing.map((name) => `{${name}}`).join(', ')} first.`;
  if (length > most) return `It has ${length} characters; at most ${most} can be sent.`;
  return filesOnTheirWay ? 'A file is still on its way.' : null;
}
