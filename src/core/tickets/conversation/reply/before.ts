import { z } from 'zod';
import type { Step } from '../../queue/change/apply.ts';
import { Parts } from '../../queue/change/parts.ts';
import type { TicketColumns, TicketSet } from '../../work.ts';

/** How a ticket was before an answer, and which parts of it the answer changed, to what. */
const Before = z.object({ ticket: Parts, was: Parts, became: Parts });
export interface Before {
  readonly ticket: TicketColumns;
  readonly was: Parts;
  readonly became: Parts;
}

/** As a column keeps it. */
export function keepBefore(row: TicketColumns, { before, after }: Step, set: TicketSet): string {
  const { status, assignee } = row;
  const changed = {
    ...(set.status === status ? {} : { status }),
    ...(set.assignee === assignee ? {} : { assignee }),
  };
  const became = Object.fromEntries(Object.keys(changed).map((name) => [name, set[name as keyof TicketSet]]));
  return JSON.stringify({ ticket: row, was: { ...before, ...changed }, became: { ...after, ...became } });
}

/** Null of what no console would have kept. */
export function beforeOf(text: string | null): Before | null {
  try {
    return Before.parse(JSON.parse(text ?? '')) as unknown as Before;
  } catch {
    return null;
  }
}
