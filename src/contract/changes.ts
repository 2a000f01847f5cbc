import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';

/**
 * What a change is about: a view that shows this topic asks again, or says that there is something new. `case` is any
 * change of a case, by its id; `looking` who looks at one; `policy` any change of policies, weights or presets; `ticket` any
 * change of a ticket, by its id; `looking-ticket` who looks at one; `ticket-rules` any change of macros, hours or targets;
 * `prometheus` any change of the servers of metrics.
 */
export const changeTopics = [
  'case',
  'looking',
  'looking-ticket',
  'member',
  'policy',
  'prometheus',
  'record',
  'session',
  'staff',
  'ticket',
  'ticket-rules',
  'view',
] as const;
export const ChangeTopic = z.enum(changeTopics);
export type ChangeTopic = z.infer<typeof ChangeTopic>;

export const Change = z.object({ topic: ChangeTopic, subjectId: z.string() });
export type Change = z.infer<typeof Change>;

export const changes = {
  /** Every change made by anyone since the call, within 2 seconds of its commit. */
  watch: procedure('signed-in')
    .input(nothing)
    .output(eventIterator(z.object({ changes: z.array(Change).max(500) }))),
};
