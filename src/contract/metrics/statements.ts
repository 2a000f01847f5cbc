import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from '../exports.ts';
import { procedure } from '../procedure.ts';
import { Explained } from './statements/explained.ts';
import { DigestId, StatementDetail, StatementList, StatementQuery } from './statements/values.ts';
import { ChartRange, metricsReaders } from './values.ts';

const all = StatementQuery.omit({ limit: true });

/** What the server's statements cost, by kind: the server's digest of them, without any value. */
export const statements = {
  /** The costliest kinds of a range, and what all others came to. */
  list: procedure(metricsReaders).input(StatementQuery).output(StatementList),
  /** One kind: its text and figures, and how they went. NOT_FOUND once it is no longer kept. */
  get: procedure(metricsReaders)
    .input(z.object({ digestId: DigestId, range: ChartRange }))
    .output(StatementDetail),
  /**
   * The server's plan for it, asked for with the rights of who is signed in and with placeholders for values; or why there
   * is none. NOT_FOUND as above.
   */
  explain: procedure(metricsReaders)
    .input(z.object({ digestId: DigestId }))
    .output(Explained),
  /** Writes the kinds of a range to a CSV file and records that it did. */
  export: procedure(metricsReaders).input(all).output(eventIterator(ExportProgress)),
};
