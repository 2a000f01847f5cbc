/** What the soak and the processes at whose desks the moderators sit say to each other. */

/** A moderator as a desk is told of them. */
export interface Seat {
  readonly user: string;
  readonly password: string;
}

/** Where and by whom is worked; the first word to a desk. */
export interface Begin {
  readonly say: 'begin';
  readonly host: string;
  readonly port: number;
  readonly seats: readonly Seat[];
  /** Whom a case can be handed to. */
  readonly colleagues: readonly string[];
}
export type ToDesk = Begin | { readonly say: 'stop' };

/** What a call told a moderator that it had done. It must be found in the database afterwards, whatever was killed. */
export type Told =
  | { readonly deed: 'claimed'; readonly caseId: string }
  | {
      readonly deed: 'decided';
      readonly caseId: string;
      readonly requestId: string;
      readonly decisionId: string | null;
    }
  | {
      readonly deed: 'undone';
      readonly caseId: string;
      readonly requestId: string;
      readonly decisionId: string;
    }
  | {
      readonly deed: 'handed over' | 'held' | 'noted' | 'resumed';
      readonly caseId: string;
      readonly requestId: string;
    }
  | { readonly deed: 'released'; readonly caseId: string };

export type FromDesk =
  | { readonly say: 'told'; readonly by: string; readonly told: Told }
  /** A call that was answered: its name, how long it took, and null or why it was refused. */
  | { readonly say: 'answered'; readonly call: string; readonly ms: number; readonly refused: string | null }
  /** A call that failed for a reason that is nobody's doing. */
  | { readonly say: 'failed'; readonly call: string; readonly why: string }
  /** All at this desk have signed in and begun. */
  | { readonly say: 'at work' };
