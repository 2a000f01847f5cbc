import { Link } from '@tanstack/react-router';
import type { MemberId } from '../../../../contract/values.ts';
import { MemberText } from '../../../components/text/member-text.tsx';

/** A member by name, leading to their page; by id where the name is not known any more. */
export function MemberLink({ id, name }: { id: MemberId; name: string | null }) {
  return (
    <Link to="/members" search={{ id }} title="Open the member’s page">
      {name === null ? `member ${id}` : <MemberText text={name} />}
    </Link>
  );
}
