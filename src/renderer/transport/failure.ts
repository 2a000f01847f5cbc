import { ORPCError } from '@orpc/client';
import { type ErrorCode, errorCodes, errorMap, InputIssue } from '../../contract/errors.ts';

export interface Failure {
  readonly code: ErrorCode;
  /** Fit for a person: what happened, what was kept, what to do. */
  readonly message: string;
  readonly issues: readonly InputIssue[];
}

/** Any error of a call, as one of the contract's codes and a message fit for a person. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ORPCError) || !isErrorCode(error.code)) {
    return { code: 'INTERNAL', message: errorMap.INTERNAL.message, issues: [] };
  }
  return { code: error.code, message: error.message, issues: issuesOf(error.data) };
}

function isErrorCode(code: string): code is ErrorCode {
  return (errorCodes as readonly string[]).includes(code);
}

function issuesOf(data: unknown): readonly InputIssue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return [];
  return InputIssue.array().safeParse(data.issues).data ?? [];
}
