import type { ContractRouterClient } from '@orpc/contract';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { members } from './members.ts';
import { record } from './record.ts';
import { session } from './session.ts';
import { staff } from './staff.ts';

/** Every call that crosses a process boundary. Both hosts serve it; every client is made from it. */
export const contract = { changes, connections, members, record, session, staff };

export type Client = ContractRouterClient<typeof contract>;
