import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import type { Access } from './roles.ts';

export interface ProcedureMeta {
  readonly access: Access;
}

/** The start of every procedure of the contract: the one set of errors, and who may call it. */
export function procedure(access: Access) {
  return oc.$meta<ProcedureMeta>({ access }).errors(errorMap);
}

/** For a procedure that takes no input: whatever is sent all the same is refused. */
export const nothing = z.undefined();
