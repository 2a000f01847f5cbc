import type { ErrorCode, InputIssue } from '../contract/errors.ts';

/**
 * A refusal with one of the contract's codes and a message fit for a person. Anything else that is thrown
 * reaches an interface as INTERNAL, without its text.
 */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly InputIssue[];

  constructor(code: ErrorCode, message: string, issues: readonly InputIssue[] = []) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.issues = issues;
  }
}

/** What is asked for holds already. Nothing was changed, and nothing needs to be. */
export class Unchanged extends Refused {}
