import { casePage } from './reports/case.ts';
import { decisions } from './reports/decisions.ts';
import { policies } from './reports/policies.ts';
import { queue } from './reports/queue.ts';

export const reports = { ...queue, ...casePage, ...decisions, ...policies };
