import { readFileSync } from 'node:fs';

/** What `getconf CLK_TCK` gives on every Linux there is. */
const TICKS_A_SECOND = 100;

/**
 * Milliseconds that these processes have worked so far, in user and in kernel mode; null where the system has no /proc. Unlike
 * the time of a call it hardly grows with what else the machine has to do.
 */
export function processorTime(pids: readonly number[]): number | null {
  try {
    const ticks = pids.map((pid) => ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')));
    return (ticks.reduce((sum, it) => sum + it, 0) * 1000) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** Fields 14 and 15. The second is the program's name in brackets, which may hold spaces and brackets of its own. */
export function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
