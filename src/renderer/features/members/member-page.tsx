import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberAction } from '../../../contract/members/actions.ts';
import type { Member, MemberSummary } from '../../../contract/members/member.ts';
import type { MemberId } from '../../../contract/values.ts';
import { AgeBadge } from '../../components/age-badge.tsx';
import { RowSkeletons } from '../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../components/panels/focus.ts';
import { PaneHeader } from '../../components/panels/pane-header.tsx';
import type { PartAnswer } from '../../components/panels/part.tsx';
import { calls } from '../../transport/client.ts';
import { useChanges } from '../changes/changes-feed.ts';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { useAllowedActions } from './actions/allowed-actions.ts';
import { Addresses } from './facts/addresses.tsx';
import { Facts } from './facts/facts.tsx';
import { Identity } from './facts/identity.tsx';
import { MemberHistory } from './history/member-history.tsx';
import { LinkedAccounts } from './linked/linked-accounts.tsx';
import classes from './member-page.module.css';
import { Notes } from './notes/notes.tsx';
import { refreshMember } from './page/member-queries.ts';
import { NewsStrip } from './page/news-strip.tsx';
import { ActionSheet } from './sheet/action-sheet.tsx';
import { ActionsBar } from './sheet/actions-bar.tsx';
import { DecisionList } from './standing/decision-list.tsx';
import { Sanctions } from './standing/sanctions.tsx';
import { MemberTickets } from './tickets/member-tickets.tsx';

interface MemberPageProps {
  id: MemberId;
  /** The member as the list shows them, until their own answer is there. */
  known: MemberSummary | undefined;
  history: string | undefined;
  onHistory: (sources: string | undefined) => void;
  /** What is begun to be decided, by the address. */
  act: MemberAction | undefined;
  /** The decision that the address began was made or put away. */
  onActed: () => void;
}

/** One member: who they are, how they stand, what was decided and noted, and all they did. */
export function MemberPage({ id, known, ...rest }: MemberPageProps) {
  const queryClient = useQueryClient();
  const pane = useFocusReturn<HTMLElement>();
  const answer = useQuery(calls.members.get.queryOptions({ input: { id } }));
  const member = answer.data?.member ?? known;
  const refresh = () => void refreshMember(queryClient, id);
  useChanges('member', (changed) => {
    if (changed === 'missed' || changed.has(id)) refresh();
  });
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
        <Parts key={id} member={member} answer={answer} {...rest} />
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

interface PartsProps extends Omit<MemberPageProps, 'id' | 'known'> {
  member: MemberSummary;
  answer: PartAnswer<{ member: Member }>;
}

/** The parts of the page. Each asks and fails by itself, so that one that is slow keeps none waiting. */
function Parts({ member, answer, history, onHistory, act, onActed }: PartsProps) {
  const { actions } = useAllowedActions();
  const [acting, setActing] = useState(actions.find((action) => action === act) ?? null);
  const close = () => {
    setActing(null);
    if (act !== undefined) onActed();
  };
  const { person } = useSignedIn();
  const answersMembers = workspacesOf(person.role).includes('tickets');
  const { id } = member;
  const whole = answer.data?.member;
  return (
    <div className={classes.body}>
      <div className={classes.top}>
        <Identity member={member} />
        <NewsStrip id={id} />
        {whole !== undefined && (
          <>
            <Sanctions member={whole} onLift={() => setActing('restore')} />
            <ActionsBar member={whole} acting={acting !== null} onAct={setActing} />
            <ActionSheet member={whole} action={acting} onClose={close} />
          </>
        )}
      </div>
      <div className={classes.columns}>
        <div className={classes.side} tabIndex={-1}>
          <Facts answer={answer} />
          {whole?.addressesShown === true && <Addresses id={id} />}
          <Notes id={id} />
          {answersMembers && <MemberTickets member={member} />}
          <DecisionList id={id} />
          <LinkedAccounts member={member} />
        </div>
        <div className={classes.main} tabIndex={-1}>
          <MemberHistory id={id} history={history} onHistory={onHistory} />
        </div>
      </div>
    </div>
  );
}
