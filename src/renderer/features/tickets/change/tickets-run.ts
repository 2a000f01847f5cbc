import type { TicketChange, TicketRunProgress } from '../../../../contract/tickets/queue.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import type { RunOrder, RunStep, RunSubjects } from '../../../components/runs/run.ts';
import { countWords } from '../../../components/runs/run-words.ts';
import { client } from '../../../transport/client.ts';
import { tickets } from '../desk-views.ts';
import { doneWords } from '../ticket/change/tell-changed.ts';

const subjects: RunSubjects = {
  ...tickets,
  name: 'Subject',
  place: (id) => ({ to: '/tickets', search: (now) => ({ ...now, ticket: TicketId.parse(id) }) }),
};

interface TicketsRun {
  readonly change: TicketChange;
  readonly ticketIds: readonly TicketId[];
  /** The subjects of those whose rows were there. */
  readonly names: ReadonlyMap<string, string>;
}

/** One change of many tickets. */
export function ticketsRun({ change, ticketIds, names }: TicketsRun): RunOrder {
  return {
    title: runWords(change, ticketIds.length),
    subjects,
    total: ticketIds.length,
    names,
    undoable: true,
    act: async (runId, signal) =>
      steps(await client.tickets.changeMany({ runId, ticketIds: [...ticketIds], change }, { signal })),
    takeBack: async (runId, requestId, signal) =>
      steps(await client.tickets.undoMany({ requestId, runId }, { signal })),
  };
}

/** `Solved, + refund: 12 tickets` */
export function runWords(change: TicketChange, count: number): string {
  const words = doneWords(change);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${countWords(count, tickets)}`;
}

async function* steps(progress: AsyncIterable<TicketRunProgress>): AsyncGenerator<RunStep> {
  for await (const { outcomes, ...step } of progress) {
    yield { ...step, outcomes: outcomes.map(({ ticketId: id, ...outcome }) => ({ id, ...outcome })) };
  }
}
