import type { Channel as ChannelName } from '../../../contract/tickets/values.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Source } from '../../intake/source.ts';
import type { TicketColumns } from '../work.ts';

/** A message of someone outside, made to fit: it goes into a ticket as it is. */
export interface Incoming {
  readonly id: string;
  /** As a column has it; not in the future. */
  readonly at: string;
  /** Null for who was not signed in. */
  readonly memberId: string | null;
  /** This and the subject in one line, empty where none was given. */
  readonly name: string;
  readonly email: string | null;
  readonly subject: string;
  readonly body: string;
  /** The request id of the message that this answers, as the console gave it out; null where it begins anew. */
  readonly answers: string | null;
  /** 1 to 5, as an answer to the question how it was. */
  readonly rating: number | null;
}

/** Whether an answer can reach who wrote; if not, why, and what to do. */
export interface Reach {
  readonly reachable: boolean;
  readonly whyNot: string | null;
}

/** A way in which people outside write to the desk, and are answered. */
export interface Channel {
  readonly name: ChannelName;
  /** Where its messages are numbered, and where it stands which were read. */
  readonly source: Source;
  /** Messages by number, the lowest first; at most a batch. `moment` is now by the server's clock. */
  read(db: Db, run: Run, ids: readonly string[], moment: string): Promise<Incoming[]>;
  canReach(row: Pick<TicketColumns, 'member_id' | 'email'>): Reach;
}
