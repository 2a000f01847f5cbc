import { z } from 'zod';

/** The only codes that cross to an interface. Each comes with a message fit for a person. */
export const errorCodes = [
  'NOT_SIGNED_IN',
  'FORBIDDEN',
  'INVALID_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'TOO_EXPENSIVE',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What was wrong with an input: where in it, and why. Never the value itself, which may be a password. */
export const InputIssue = z.object({ path: z.string(), problem: z.string() });
export type InputIssue = z.infer<typeof InputIssue>;

/** Declared on every procedure, so that a client knows each error by its code and type. */
export const errorMap = {
  NOT_SIGNED_IN: { status: 401, message: 'Nobody is signed in. Sign in and try again.' },
  FORBIDDEN: { status: 403, message: 'Your role does not allow this.' },
  INVALID_INPUT: {
    status: 422,
    message: 'Something in the request is not valid.',
    data: z.object({ issues: z.array(InputIssue).max(20) }),
  },
  NOT_FOUND: { status: 404, message: 'This does not exist, or no longer.' },
  CONFLICT: { status: 409, message: 'Someone changed this meanwhile.' },
  TOO_EXPENSIVE: {
    status: 503,
    message: 'The database needed too long for this, so it was stopped. Narrow the search and try again.',
  },
  UNAVAILABLE: {
    status: 503,
    message: 'The database cannot be reached just now. Nothing was changed; try again when the line is back.',
  },
  INTERNAL: {
    status: 500,
    message:
      'Something went wrong inside Caretaker. Look before you repeat it: a part may have been done. The log of this console has the details.',
  },
} as const;
