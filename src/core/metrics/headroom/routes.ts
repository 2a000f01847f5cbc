import { os } from '../../procedures.ts';
import { calendarOf } from './calendar/calendar.ts';
import { diskEntries } from './calendar/disk.ts';
import { exportCalendar } from './calendar/export.ts';
import { growthOf } from './growth/detail.ts';
import { exportGrowth } from './growth/export.ts';
import { growthPageOf } from './growth/growth.ts';
import { indexAdvice } from './indexes/advice.ts';
import { lawReport } from './law-report.ts';

const { headroom } = os.metrics;

export const headroomRoutes = {
  law: headroom.law.handler(({ context, input, signal }) =>
    lawReport(context.console.session.signedIn, input.range, signal),
  ),
  calendar: headroom.calendar.handler(({ context, signal }) =>
    calendarOf(context.console.session.signedIn, signal),
  ),
  disks: headroom.disks.handler(({ context, signal }) =>
    diskEntries(context.console.session.signedIn, signal),
  ),
  exportCalendar: headroom.exportCalendar.handler(({ context, signal }) =>
    exportCalendar(context.console.session.signedIn, context.console.exportsDir, signal),
  ),
  growth: headroom.growth.handler(({ context, input, signal }) =>
    growthPageOf(context.console.session.signedIn, input, signal),
  ),
  growthOf: headroom.growthOf.handler(({ context, input, signal }) =>
    growthOf(context.console.session.signedIn, input, signal),
  ),
  exportGrowth: headroom.exportGrowth.handler(({ context, input, signal }) =>
    exportGrowth(context.console.session.signedIn, input, context.console.exportsDir, signal),
  ),
  indexes: headroom.indexes.handler(({ context, signal }) =>
    indexAdvice(context.console.session.signedIn, signal),
  ),
};
