import type { Member, Sanction } from '../../../../contract/members/member.ts';
import { visibleString } from '../../../components/text/visible-text.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { absoluteOf } from '../../../preferences/time-format.ts';

/** What became different of a member while one was writing, in sentences. Empty where it is the same state. */
export function memberDifferences(before: Member, after: Member, zone: Zone): string[] {
  if (before.updatedAt === after.updatedAt) return [];
  const found = [
    ...(before.nickname === after.nickname
      ? []
      : [`The nickname was ${visibleString(before.nickname)} and is ${visibleString(after.nickname)}.`]),
    ...sanctionDifferences(before.sanctions, after.sanctions, zone),
  ];
  return found.length > 0
    ? found
    : ['Something else about the member changed; what is in force is the same.'];
}

function sanctionDifferences(before: readonly Sanction[], after: readonly Sanction[], zone: Zone): string[] {
  const ended = before.filter(({ kind }) => !after.some((each) => each.kind === kind));
  const changed = after.filter(({ kind, until }) => {
    const earlier = before.find((each) => each.kind === kind);
    return earlier === undefined || earlier.until !== until;
  });
  return [
    ...ended.map(({ kind }) => `The ${kind} is over.`),
    ...changed.map(({ kind, until }) => {
      const end = until === null ? 'until it is taken back' : `until ${absoluteOf(until, zone)}`;
      return `There is a ${kind} in force ${end}.`;
    }),
  ];
}
