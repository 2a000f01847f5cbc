import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { FactList } from '../../../../components/fact-list.tsx';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { useFocusReturn } from '../../../../components/panels/focus.ts';
import { PaneHeader } from '../../../../components/panels/pane-header.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { PlaceholderText } from '../../templates/placeholder-text.tsx';
import { policyPlaceholders } from '../../templates/placeholders.ts';
import { useRuleChange } from '../use-rules.ts';
import classes from './policies.module.css';
import { PolicyVersions } from './policy-versions.tsx';
import { partWords } from './policy-words.ts';

/** One policy as it holds, what can be done to it, and how it came to be. */
export function PolicyDetail({ policy, onEdit }: { policy: Policy; onEdit: () => void }) {
  const pane = useFocusReturn<HTMLElement>();
  return (
    <section ref={pane} className={classes.detail} aria-label={policy.name}>
      <PaneHeader what="policy">
        <span className={classes.version}>
          Version {policy.version}, <Moment at={policy.savedAt} shape="stamp" /> by{' '}
          <StaffName account={policy.savedBy} />
        </span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        <h2>
          <MemberText text={policy.name} />
        </h2>
        <p className={classes.rule}>
          <MemberText text={policy.body} shape="block" />
        </p>
        <FactList>
          <Fact name="Severity">{partWords(policy, 'severity')}</Fact>
          {policy.danger !== null && <Fact name="Danger">{partWords(policy, 'danger')}: comes first</Fact>}
          <Fact name="Decided within">{partWords(policy, 'targetMinutes')}</Fact>
          <Fact name="Allowed">{partWords(policy, 'actions')}</Fact>
          <Fact name="Reasons">
            <MemberText text={partWords(policy, 'reasons')} />
            {policy.fallback && '; and whatever no other policy names'}
          </Fact>
        </FactList>
        <Acts policy={policy} onEdit={onEdit} />
        <Message title="What the member is told" text={policy.memberTemplate} />
        <Message title="What reporters are told" text={policy.reporterTemplate} />
        <PolicyVersions policy={policy} />
      </div>
    </section>
  );
}

function Message({ title, text }: { title: string; text: string }) {
  return (
    <div className={classes.message}>
      <h3>{title}</h3>
      {text === '' ? (
        <p className={classes.none}>Nothing, unless the moderator writes it</p>
      ) : (
        <PlaceholderText text={text} placeholders={policyPlaceholders} />
      )}
    </div>
  );
}

function Acts({ policy, onEdit }: { policy: Policy; onEdit: () => void }) {
  const reachable = useReachable();
  const removal = useRuleChange(
    (removed: boolean) => setRemoved(policy, removed),
    (_, removed) => {
      const words = removed ? 'Taken out of use' : 'Back in use';
      offerUndo({
        id: `policy ${policy.id}`,
        title: `${words}: ${policy.name}`,
        message: removed ? 'Its cases and decisions keep it.' : undefined,
        undo: async () => {
          await setRemoved(policy, !removed);
          return removed ? `Back in use: ${policy.name}` : `Out of use again: ${policy.name}`;
        },
      });
    },
  );
  const mayRemove = reachable && !policy.fallback;
  const toggle = () =>
    removal.mutate(!policy.removed, {
      onError: (error) =>
        notifications.show({
          title: 'Left as it was',
          message: failureOf(error).message,
          color: 'red',
          autoClose: false,
        }),
    });
  useCommand('policies.edit', onEdit, reachable && !policy.removed);
  useCommand('policies.remove', toggle, mayRemove);
  return (
    <>
      <div className={classes.acts}>
        {!policy.removed && (
          <Button size="xs" variant="default" onClick={onEdit} disabled={!reachable} title="Change (e)">
            Change…
          </Button>
        )}
        {!policy.fallback && (
          <Button
            size="xs"
            {...(policy.removed ? { variant: 'default' } : { variant: 'light', color: 'red' })}
            loading={removal.isPending}
            disabled={!reachable}
            onClick={toggle}
            title={policy.removed ? 'Take back into use (d)' : 'Take out of use (d)'}
          >
            {policy.removed ? 'Take back into use' : 'Take out of use'}
          </Button>
        )}
      </div>
      {policy.fallback && (
        <p className={classes.hint}>
          It takes the reports whose reason no policy names, so it is always in use.
        </p>
      )}
      {policy.removed && (
        <p className={classes.hint}>
          Out of use: no new case comes under it. To change it, take it back into use first.
        </p>
      )}
    </>
  );
}

function setRemoved({ id: policyId }: Policy, removed: boolean) {
  return client.reports.removePolicy({ requestId: crypto.randomUUID(), policyId, removed });
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
