import type { TargetKind } from '../../src/contract/tickets/queue.ts';
import type { OfficeModel } from './office-model.ts';

const minuteMs = 60_000;

/** What of a ticket its clocks go by, as the model has it: moments in milliseconds. */
export interface ModelTicket {
  running: boolean;
  answered: boolean;
  /** Since when the next answer is owed. */
  asked: boolean;
}

/** The clocks of a ticket, counted minute by minute. All that happens, happens at a full minute. */
export class ClockModel {
  readonly #office: OfficeModel;
  readonly used: Record<TargetKind, number> = { first: 0, next: 0, solve: 0 };
  #now: number;

  constructor(office: OfficeModel, opened: number) {
    this.#office = office;
    this.#now = opened;
  }

  /** Runs on to a moment as the ticket stands. */
  runTo(moment: number, ticket: ModelTicket): void {
    for (; this.#now < moment; this.#now += minuteMs) {
      if (!ticket.running || !this.#office.isOpen(this.#now)) continue;
      for (const kind of owedBy(ticket)) this.used[kind] += 60;
    }
  }

  /** When a clock that is below its target would reach it, if nothing more happened; null where not within two days. */
  reaches(kind: TargetKind, seconds: number): number | null {
    return this.#office.after(this.#now, seconds - this.used[kind], 2);
  }
}

export function owedBy({ answered, asked }: ModelTicket): TargetKind[] {
  return [
    ...(answered ? [] : (['first'] as const)),
    ...(answered && asked ? (['next'] as const) : []),
    'solve',
  ];
}
