import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from '../exports.ts';
import { nothing, procedure } from '../procedure.ts';
import { Calendar, CalendarEntry } from './headroom/calendar.ts';
import { Growth, GrowthDetail, GrowthQuery, TableName } from './headroom/growth.ts';
import { IndexAdvice } from './headroom/indexes.ts';
import { LawReport } from './headroom/law.ts';
import { ChartRange, metricsReaders } from './values.ts';

export const headroom = {
  /** The Universal Scalability Law, fitted to what was sampled over a range. */
  law: procedure(metricsReaders)
    .input(z.object({ range: ChartRange }))
    .output(LawReport),
  /** When ids, connections and redo run out; what does so first comes first. */
  calendar: procedure(metricsReaders).input(nothing).output(Calendar),
  /** When disks are full, as Prometheus tells; by itself, since that may take a while. */
  disks: procedure(metricsReaders).input(nothing).output(z.array(CalendarEntry)),
  exportCalendar: procedure(metricsReaders).input(nothing).output(eventIterator(ExportProgress)),
  /** The size of every table or index, and how fast it grows: 200 a page. */
  growth: procedure(metricsReaders).input(GrowthQuery).output(Growth),
  growthOf: procedure(metricsReaders)
    .input(z.object({ table: TableName, range: ChartRange }))
    .output(GrowthDetail),
  exportGrowth: procedure(metricsReaders).input(GrowthQuery).output(eventIterator(ExportProgress)),
  /** Which indexes could go. Nothing is done: the statements are text to copy. */
  indexes: procedure(metricsReaders).input(nothing).output(IndexAdvice),
};
