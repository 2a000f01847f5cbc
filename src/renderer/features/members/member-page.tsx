import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Member } from '../../../contract/members.ts';
import type { MemberId } from '../../../contract/values.ts';
import { AgeBadge } from '../../components/age-badge.tsx';
import { Initials } from '../../components/initials.tsx';
import { RowSkeletons } from '../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../components/panels/focus.ts';
import { PaneHeader } from '../../components/panels/pane-header.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { CopyButton } from '../../components/text/copy-button.tsx';
import { copyText } from '../../components/text/copy-text.ts';
import { MemberText } from '../../components/text/member-text.tsx';
import { Moment } from '../../components/text/moment.tsx';
import { useCommand } from '../../keys/commands.ts';
import { calls } from '../../transport/client.ts';
import { MemberHistory } from './history/member-history.tsx';
import classes from './member-page.module.css';

interface MemberPageProps {
  id: MemberId;
  /** The member as the list shows them, until their own answer is there. */
  known: Member | undefined;
  history: string | undefined;
  onHistory: (sources: string | undefined) => void;
}

/** One member: who they are, and all they did. */
export function MemberPage({ id, known, history, onHistory }: MemberPageProps) {
  const queryClient = useQueryClient();
  const pane = useFocusReturn<HTMLElement>();
  const answer = useQuery(calls.members.get.queryOptions({ input: { id } }));
  const member = answer.data?.member ?? known;
  const refresh = () =>
    void Promise.all([
      answer.refetch(),
      queryClient.invalidateQueries({ queryKey: calls.members.history.key({ input: { id } }) }),
    ]);
  return (
    <section
      ref={pane}
      className={classes.page}
      aria-label={member === undefined ? 'Member' : `Member ${member.id}`}
    >
      <PaneHeader what="member">
        <AgeBadge flush asOf={answer.data?.asOf} refreshing={answer.isFetching} onRefresh={refresh} />
      </PaneHeader>
      {member !== undefined ? (
        <div key={id} className={classes.scroll} tabIndex={-1}>
          <Identity member={member} />
          <Facts member={member} />
          <MemberHistory id={id} history={history} onHistory={onHistory} />
        </div>
      ) : answer.isError ? (
        <FailurePanel error={answer.error} what="member" onRetry={() => void answer.refetch()} />
      ) : answer.isPaused ? (
        <WaitingPanel what="this member" />
      ) : (
        <RowSkeletons label="Loading the member" count={8} />
      )}
    </section>
  );
}

function Identity({ member }: { member: Member }) {
  return (
    <div className={classes.identity}>
      <Initials id={member.id} name={member.nickname} size={48} />
      <div className={classes.naming}>
        <h2 className={classes.nickname}>
          <MemberText text={member.nickname} />
        </h2>
        <p className={classes.under}>
          <StatusChip status={member.status} always />
          <span className="figures">
            joined <Moment at={member.createdAt} shape="relative" />
          </span>
        </p>
      </div>
    </div>
  );
}

function Facts({ member }: { member: Member }) {
  useCommand('member.copy-id', () => void copyText(member.id));
  useCommand('member.copy-email', () => void copyText(member.email));
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Id</dt>
        <dd className="mono">
          {member.id} <CopyButton text={member.id} label="Copy the id" />
        </dd>
      </div>
      <div>
        <dt>E-mail</dt>
        <dd>
          <MemberText text={member.email} />{' '}
          <CopyButton text={member.email} label="Copy the e-mail address" />
        </dd>
      </div>
      <div>
        <dt>Joined</dt>
        <dd>
          <Moment at={member.createdAt} shape="absolute" />
        </dd>
      </div>
      <div>
        <dt>Last active</dt>
        <dd>
          {member.lastActiveAt === null ? (
            'never'
          ) : (
            <>
              <Moment at={member.lastActiveAt} shape="absolute" />
              <span className={classes.aside}>
                <Moment at={member.lastActiveAt} shape="relative" />
              </span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Location</dt>
        <dd>{member.location === null ? <NotSaid /> : <MemberText text={member.location} />}</dd>
      </div>
    </dl>
  );
}

function NotSaid() {
  return <span className={classes.quiet}>not said</span>;
}
