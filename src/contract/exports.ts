import { z } from 'zod';

/** How far an export is; the last one names the file. Leaving the iterator stops it, and no file is left. */
export const ExportProgress = z.discriminatedUnion('status', [
  z.object({ status: z.literal('writing'), rows: z.int() }),
  z.object({ status: z.literal('done'), rows: z.int(), file: z.string(), bytes: z.int() }),
]);
export type ExportProgress = z.infer<typeof ExportProgress>;
