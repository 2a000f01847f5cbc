import type { Role } from '../../../../contract/roles.ts';
import { PersonDetails, StaffDetails, type StaffMember } from '../../../../contract/staff.ts';
import type { EntryId } from '../../../../contract/values.ts';

/** What stands in the fields of the form, as typed. */
export interface PersonDraft {
  user: string;
  name: string;
  role: Role;
  pseudonym: string;
  teams: readonly EntryId[];
}

export type DraftErrors = Partial<Record<keyof PersonDraft, string>>;

export function draftOf(person: StaffMember | null): PersonDraft {
  return {
    user: person?.user ?? '',
    name: person?.name ?? '',
    role: person?.role ?? 'moderator',
    pseudonym: person?.pseudonym ?? '',
    teams: person?.teams ?? [],
  };
}

/** The person as the form found them, for the server to see whether someone else has changed them since. */
export function seenOf({ user, name, role, pseudonym, teams }: StaffMember): PersonDetails {
  return { user, name, role, pseudonym, teams };
}

/** The details to save, or what is wrong, by field. The account of someone new has to fit every server. */
export function readDraft(
  draft: PersonDraft,
  isNew: boolean,
): { ok: true; details: PersonDetails } | { ok: false; errors: DraftErrors } {
  const pseudonym = draft.pseudonym.trim();
  const shape = isNew ? StaffDetails : PersonDetails;
  const parsed = shape.safeParse({ ...draft, pseudonym: pseudonym === '' ? null : pseudonym });
  if (parsed.success) return { ok: true, details: parsed.data };
  const errors: DraftErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const [field] = path;
    if (isField(field)) errors[field] ??= message.charAt(0).toUpperCase() + message.slice(1);
  }
  return { ok: false, errors };
}

function isField(name: PropertyKey | undefined): name is keyof PersonDraft {
  return name === 'user' || name === 'name' || name === 'role' || name === 'pseudonym' || name === 'teams';
}
