/** What the soak and the processes at whose desks people sit say to each other. */
import type { Client } from '../../src/contract/contract.ts';
import type { ReportDeed } from './reports/deeds.ts';
import type { TicketDeed } from './tickets/deeds.ts';

/** Someone at work, as a desk is told of them. */
export interface Seat {
  readonly user: string;
  readonly password: string;
}

export type Work = 'reports' | 'tickets';

/** What is worked on, where and by whom; the first word to a desk. */
export interface Begin {
  readonly say: 'begin';
  readonly work: Work;
  readonly host: string;
  readonly port: number;
  readonly seats: readonly Seat[];
  /** To whom something can be handed. */
  readonly colleagues: readonly string[];
}
export type ToDesk = Begin | { readonly say: 'stop' };

/** What a call told someone that it had done. It must be found in the database afterwards, whatever was killed. */
export type Deed = ReportDeed | TicketDeed;

export type FromDesk =
  | { readonly say: 'told'; readonly by: string; readonly told: Deed }
  /** A call that was answered: its name, how long it took, and null or why it was refused. */
  | { readonly say: 'answered'; readonly call: string; readonly ms: number; readonly refused: string | null }
  /** A call that failed for a reason that is nobody's doing. */
  | { readonly say: 'failed'; readonly call: string; readonly why: string }
  /** All at this desk have signed in and begun. */
  | { readonly say: 'at work' };

/** Someone's working day. */
export interface Day<Told extends Deed> {
  readonly client: Client;
  readonly colleagues: readonly string[];
  /** Says that the day is over; what is under way is brought to its end. */
  readonly signal: AbortSignal;
  say(word: FromDesk): void;
  /** Called as soon as a call has told that it did something. */
  told(told: Told): void;
}
