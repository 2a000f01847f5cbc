import { knownPlaceholders } from '../../../../contract/reports/templates.ts';
import { ticketPlaceholders } from '../../../../contract/tickets/templates.ts';

/** What can stand in braces in a template. */
export interface Placeholders {
  /** What Caretaker puts in, by name. */
  readonly known: Readonly<Record<string, string>>;
  /** Who fills the others. */
  readonly filledBy: string;
}

export const policyPlaceholders: Placeholders = { known: knownPlaceholders, filledBy: 'moderator' };
export const macroPlaceholders: Placeholders = { known: ticketPlaceholders, filledBy: 'writer' };

/** What Caretaker puts in the place of a placeholder; null where a person does. */
export function meaningOf(name: string, { known }: Placeholders): string | null {
  return Object.hasOwn(known, name) ? (known[name] ?? null) : null;
}
