import { MemberId } from '../../../../contract/values.ts';

/** What is said of a ticket that is to become a case, and not sent. */
export interface Referral {
  /** `member`, or a kind of content. */
  readonly kind: string;
  readonly memberId: MemberId | null;
  /** The number of what they wrote, as it is typed. */
  readonly contentId: string;
  readonly reason: string;
  readonly note: string;
  /** The same until something of it changes. */
  readonly requestId: string;
}

/** Mostly a ticket is about someone else; but whoever wrote is known, and one key away from another. */
export function begun(memberId: MemberId | null): Referral {
  return { kind: 'member', memberId, contentId: '', reason: '', note: '', requestId: crypto.randomUUID() };
}

export function subjectOf({ kind, memberId, contentId }: Referral): { kind: string; id: MemberId } | null {
  const id = kind === 'member' ? memberId : MemberId.safeParse(contentId.trim()).data;
  return id == null ? null : { kind, id };
}

/** What is missing, by field. */
export function referralProblems(draft: Referral): { subject?: string; reason?: string; note?: string } {
  return {
    ...(subjectOf(draft) === null
      ? { subject: draft.kind === 'member' ? 'Choose a member' : 'Give its number' }
      : {}),
    ...(draft.reason.trim() === '' ? { reason: 'Give a reason' } : {}),
    ...(draft.note.trim() === '' ? { note: 'Write what they should know' } : {}),
  };
}
