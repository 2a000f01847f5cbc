import { ORPCError, ValidationError } from '@orpc/server';
import { errorCodes, errorMap, type InputIssue } from '../contract/errors.ts';
import { refusalOf } from './database/errors.ts';
import { Refused } from './errors.ts';
import type { Logger } from './log.ts';

/**
 * Any error as what may cross to an interface: one of the contract's codes with a message for a person. Stack, SQL
 * text and addresses stay here, in the log.
 */
export function publicError(error: unknown, log: Logger): ORPCError<string, unknown> {
  if (error instanceof Refused) return fromRefused(error);
  if (error instanceof ORPCError) {
    if (isOurs(error.code)) return error;
    if (error.code === 'BAD_REQUEST') return invalidInput(error.cause);
  }
  const refusal = refusalOf(error);
  if (refusal) return fromRefused(refusal);
  log.error({ error: faultOf(error) }, 'a call failed for a reason that is not the caller’s');
  return new ORPCError('INTERNAL', { ...errorMap.INTERNAL, defined: true });
}

function isOurs(code: string): boolean {
  return (errorCodes as readonly string[]).includes(code);
}

function fromRefused(refused: Refused): ORPCError<string, unknown> {
  const { status } = errorMap[refused.code];
  const data = refused.code === 'INVALID_INPUT' ? { issues: [...refused.issues] } : undefined;
  return new ORPCError(refused.code, { status, message: refused.message, data, defined: true });
}

/** Names the places that were wrong and why, never the values: one of them may be a password. */
function invalidInput(cause: unknown): ORPCError<string, unknown> {
  const issues: InputIssue[] =
    cause instanceof ValidationError
      ? cause.issues.slice(0, 20).map((issue) => ({
          path: (issue.path ?? [])
            .map((part) => String(typeof part === 'object' ? part.key : part))
            .join('.')
            .slice(0, 200),
          problem: issue.message.slice(0, 200),
        }))
      : [];
  const first = issues[0];
  const what = first ? ` (${first.path === '' ? 'the input' : first.path}: ${first.problem})` : '';
  return fromRefused(
    new Refused(
      'INVALID_INPUT',
      `Something in the request is not valid${what}. Nothing was changed.`,
      issues,
    ),
  );
}

function faultOf(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...('errno' in error ? { errno: error.errno } : {}) };
}
