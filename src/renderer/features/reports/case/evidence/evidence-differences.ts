import type { ContentItem } from '../../../../../contract/members/page.ts';
import type { ReportedMember } from '../../../../../contract/reports/case.ts';

/** One part of what was reported, before and after an edit. */
export interface PartDifference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What a subject is, as far as it can be edited. */
export interface Subject {
  readonly content: ContentItem | null;
  readonly member: ReportedMember | null;
}

/** The parts in which two states of a subject differ. Empty where either is not there. */
export function subjectDifferences(before: Subject, after: Subject): PartDifference[] {
  const earlier = partsOf(before);
  const later = partsOf(after);
  if (earlier === null || later === null) return [];
  return Object.keys(earlier).flatMap((name) => {
    const [was, is] = [earlier[name] ?? '', later[name] ?? ''];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

function partsOf({ content, member }: Subject): Record<string, string> | null {
  if (content !== null) {
    return {
      Title: content.title ?? '',
      Text: content.body ?? '',
      Media: content.mediaUrl ?? '',
      'Seen by': content.visible ? 'the community' : 'nobody: it is hidden',
    };
  }
  if (member === null) return null;
  return {
    Nickname: member.nickname,
    Status: member.status,
    Location: member.location ?? '',
    Picture: member.avatarUrl ?? '',
  };
}
