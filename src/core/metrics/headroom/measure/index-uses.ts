/** What is known of the use of one index; days as `2026-11-30`. */
export interface IndexUse {
  readonly seenFrom: string;
  readonly seenOn: string;
  /** Whole days over which uses were counted since `seenFrom`. */
  readonly daysSeen: number;
  readonly uses: bigint;
  /** The reading that last found a use; a moment of the server's, as a column holds it. */
  readonly usedAt: string | null;
}

export interface UseReading {
  readonly uses: bigint;
  readonly today: string;
  /** The day on which the server, and with it its counting, began. */
  readonly serverStartedOn: string;
  /** The moment of the reading, as a column holds it. */
  readonly at: string;
}

const dayMs = 86_400_000;

/**
 * What a reading adds. Days count only where the counter covers them whole: after a restart since the last reading, or
 * where the counter fell because the table was rebuilt, what happened before that was not seen. A day of the same date as
 * the restart is not taken for covered either.
 */
export function afterReading(before: IndexUse | null, reading: UseReading): IndexUse {
  const { uses, today, at } = reading;
  const begun = { seenFrom: today, seenOn: today, daysSeen: 0, uses };
  if (before === null) return { ...begun, usedAt: uses > 0n ? at : null };
  const isCovered = reading.serverStartedOn < before.seenOn && uses >= before.uses;
  const isUsed = uses > (isCovered ? before.uses : 0n);
  if (isUsed) return { ...begun, usedAt: at };
  const days = Math.round((Date.parse(today) - Date.parse(before.seenOn)) / dayMs);
  return { ...before, seenOn: today, uses, daysSeen: before.daysSeen + (isCovered ? Math.max(0, days) : 0) };
}
