import { openPlaceholdersOf } from '../templates.ts';

/** What Caretaker fills into a message about a case by itself, with what each stands for. */
export const knownPlaceholders = {
  nickname: 'the nickname of who reads it',
  subject: 'what was reported: “your photo”, “a comment”',
  policy: 'the name of the policy',
  rule: 'the text of the policy',
  outcome: 'what was done, in words',
  until: 'when the sanction ends',
} as const;
export type KnownPlaceholder = keyof typeof knownPlaceholders;

/** The names in braces that the moderator has to fill. */
export function openPlaceholders(text: string): string[] {
  return openPlaceholdersOf(text, knownPlaceholders);
}
