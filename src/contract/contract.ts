import type { ContractRouterClient } from '@orpc/contract';
import { account } from './account.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { directory } from './directory.ts';
import { members } from './members.ts';
import { metrics } from './metrics.ts';
import { record } from './record.ts';
import { reports } from './reports.ts';
import { session } from './session.ts';
import { staff } from './staff.ts';
import { tickets } from './tickets.ts';
import { views } from './views.ts';

/** Every call that crosses a process boundary. Both hosts serve it; every client is made from it. */
export const contract = {
  account,
  changes,
  connections,
  directory,
  members,
  metrics,
  record,
  reports,
  session,
  staff,
  tickets,
  views,
};

export type Client = ContractRouterClient<typeof contract>;
