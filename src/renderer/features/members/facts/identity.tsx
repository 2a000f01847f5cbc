import type { MemberSummary } from '../../../../contract/members/member.ts';
import { Initials } from '../../../components/initials.tsx';
import { StatusChip } from '../../../components/status-chip.tsx';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { copyText } from '../../../components/text/copy-text.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import classes from './identity.module.css';

/** Who this is, and how they stand: the head of the page. */
export function Identity({ member }: { member: MemberSummary }) {
  useCommand('member.copy-id', () => void copyText(member.id));
  return (
    <div className={classes.identity}>
      <Initials id={member.id} name={member.nickname} size={44} />
      <div className={classes.naming}>
        <h2 className={classes.nickname}>
          <MemberText text={member.nickname} />
        </h2>
        <p className={classes.under}>
          <StatusChip status={member.status} always />
          {member.statusUntil !== null && (
            <span>
              until <Moment at={member.statusUntil} shape="date" />
            </span>
          )}
          <span className={classes.id}>
            <span className="mono">{member.id}</span>
            <CopyButton text={member.id} label="Copy the id" />
          </span>
          <span data-often={member.timesReported >= 5 || undefined}>
            {reportedWords(member.timesReported)}
          </span>
        </p>
      </div>
    </div>
  );
}

function reportedWords(times: number): string {
  if (times === 0) return 'never reported';
  return times === 1 ? 'reported once' : `reported ${new Intl.NumberFormat('en-GB').format(times)} times`;
}
