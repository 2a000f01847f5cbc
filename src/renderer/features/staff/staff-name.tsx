import { useQuery } from '@tanstack/react-query';
import { MemberText } from '../../components/text/member-text.tsx';
import { calls } from '../../transport/client.ts';
import { useSignedIn } from '../session/session-state.ts';

/** Gives the name of a staff account: “you” for one's own, the account itself where nobody is known by it. */
export function useStaffNames(): (account: string) => string {
  const { person } = useSignedIn();
  const staff = useQuery(calls.staff.list.queryOptions({ staleTime: 300_000 }));
  return (account) =>
    account === person.user
      ? 'you'
      : (staff.data?.people.find(({ user }) => user === account)?.name ?? account);
}

export function StaffName({ account }: { account: string }) {
  const nameOf = useStaffNames();
  return (
    <span title={account}>
      <MemberText text={nameOf(account)} />
    </span>
  );
}
