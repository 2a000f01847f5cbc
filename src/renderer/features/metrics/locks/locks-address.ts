import { DeadlockId, Fingerprint } from '../../../../contract/metrics/locks/deadlocks.ts';
import { Thread } from '../../../../contract/metrics/locks/tree.ts';
import { parseRange, type RangeAddress } from '../range/range-address.ts';

export interface LocksAddress extends RangeAddress {
  /** Absent for what waits right now. */
  part?: 'deadlocks' | undefined;
  /** The session that is open, of what waits. */
  session?: string | undefined;
  /** Deadlocks of this fingerprint alone, and the one that is open. */
  kind?: Fingerprint | undefined;
  deadlock?: DeadlockId | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseLocksAddress(search: Record<string, unknown>): LocksAddress {
  const read: LocksAddress = {
    ...parseRange(search),
    part: search.part === 'deadlocks' ? 'deadlocks' : undefined,
    session: Thread.safeParse(textOf(search.session)).data,
    kind: Fingerprint.safeParse(search.kind).data,
    deadlock: DeadlockId.safeParse(textOf(search.deadlock)).data,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** A number in an address is read as one. */
function textOf(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
