import { skipToken, useQuery } from '@tanstack/react-query';
import type { MemberId } from '../../../contract/values.ts';
import { calls } from '../../transport/client.ts';
import { visibleString } from '../text/visible-text.ts';

/** The nickname of a member whom an address names by the id; undefined while it is not known. */
export function useNickname(id: MemberId | undefined): string | undefined {
  const { data } = useQuery(calls.members.get.queryOptions({ input: id === undefined ? skipToken : { id } }));
  return data === undefined || id === undefined ? undefined : visibleString(data.member.nickname);
}
