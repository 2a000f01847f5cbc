import { useId } from 'react';
import type { ReportedMember } from '../../../../../contract/reports/case.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { FactList } from '../../../../components/fact-list.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { Media } from './media/media.tsx';

/** What a member’s own page said when they were reported. */
export function ReportedProfile({ caseId, member }: { caseId: CaseId; member: ReportedMember }) {
  const title = useId();
  return (
    <article aria-labelledby={title}>
      <h4 id={title} className="unseen">
        The member who was reported
      </h4>
      <FactList>
        <div>
          <dt>Nickname</dt>
          <dd>
            <MemberText text={member.nickname} />
          </dd>
        </div>
        <div>
          <dt>Status then</dt>
          <dd>{member.status}</dd>
        </div>
        <div>
          <dt>Joined</dt>
          <dd>
            <Moment at={member.createdAt} shape="stamp" />
          </dd>
        </div>
        <div>
          <dt>Location</dt>
          <dd>{member.location === null ? 'not said' : <MemberText text={member.location} />}</dd>
        </div>
      </FactList>
      {member.avatarUrl !== null && (
        <Media caseId={caseId} url={member.avatarUrl} label="The member’s picture" />
      )}
    </article>
  );
}
