/** When a measurement was made, by the server's clock: the day and the moment as columns hold them. */
export interface Measured {
  readonly day: string;
  readonly at: string;
  /** The day on which the server started. */
  readonly serverStartedOn: string;
}

/** Rows that one transaction writes. */
export const batch = 500;

/** In runs of `batch`, until all are through or `signal` ends it. */
export async function inBatches<Row>(
  rows: readonly Row[],
  signal: AbortSignal,
  write: (rows: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += batch) {
    signal.throwIfAborted();
    await write(rows.slice(from, from + batch));
  }
}
