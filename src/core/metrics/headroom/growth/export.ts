import type { ExportProgress } from '../../../../contract/exports.ts';
import type { GrowthQuery } from '../../../../contract/metrics/headroom/growth.ts';
import type { SignedIn } from '../../../session/open.ts';
import { exportCsv } from '../export-csv.ts';
import { allGrowth } from './growth.ts';

/** Everything that fits, not the page alone. */
export function exportGrowth(
  signedIn: SignedIn,
  query: GrowthQuery,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return exportCsv(signedIn, folder, {
    what: `growth-of-${query.of}`,
    head: [
      'schema',
      'table',
      'index',
      'bytes',
      'share',
      'rows (estimate)',
      'free bytes',
      'bytes a day over 7 days',
      'over 30 days',
      'over 90 days',
    ],
    lines: async () => {
      const { fitting } = await allGrowth(signedIn, query, signal);
      return fitting.map((it) => [
        it.schemaName,
        it.tableName,
        it.indexName,
        it.bytes,
        Number(it.share.toFixed(4)),
        it.rows,
        it.freeBytes,
        ...[it.week, it.month, it.quarter].map((rate) => (rate === null ? null : Math.round(rate))),
      ]);
    },
  });
}
