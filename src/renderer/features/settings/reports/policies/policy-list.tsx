import { Button } from '@mantine/core';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { RowList } from '../../../../components/list/row-list.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { minutesWords } from '../../../reports/decide/action-words.ts';
import { Severity } from '../../../reports/queue/rows/severity.tsx';
import classes from './policies.module.css';
import { dangerLabels } from './policy-words.ts';

interface PolicyListProps {
  rows: readonly Policy[];
  activeKey: string | null;
  openKey: string | null;
  onActive: (id: string) => void;
  onOpen: (id: Policy['id']) => void;
  removed: { count: number; isShown: boolean; onFold: () => void };
}

/** One row a policy, the gravest first. Those out of use stand at the end, folded until asked for. */
export function PolicyList({ rows, activeKey, openKey, onActive, onOpen, removed }: PolicyListProps) {
  return (
    <RowList
      label="Policies by severity"
      question="policies"
      keys={rows.map((it) => it.id)}
      rowAt={(index) => rows[index]}
      columns={classes.columns}
      header={<Header />}
      cells={(policy) => <Cells policy={policy} />}
      activeKey={activeKey}
      openKey={openKey}
      onActive={onActive}
      onOpen={(id) => onOpen(id as Policy['id'])}
      onMore={undefined}
      footer={
        removed.count > 0 && (
          <div className={classes.removed}>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={removed.isShown}
              onClick={removed.onFold}
              title="Policies out of use (f)"
            >
              {removed.isShown ? 'Fold' : 'Show'} policies out of use ({removed.count})
            </Button>
          </div>
        )
      }
      dimmed={false}
    />
  );
}

function Header() {
  return (
    <>
      <th scope="col">Severity</th>
      <th scope="col">Name</th>
      <th scope="col">Decided within</th>
      <th scope="col">Reasons that mean it</th>
      <th scope="col" className={classes.wide}>
        Version
      </th>
      <th scope="col" className={classes.wide}>
        Saved
      </th>
    </>
  );
}

function Cells({ policy }: { policy: Policy }) {
  return (
    <>
      <td className={classes.severity}>
        <Severity value={policy.severity} />
        {policy.danger !== null && <span className={classes.danger}>{dangerLabels[policy.danger]}</span>}
      </td>
      <td className={policy.removed ? classes.gone : classes.name}>
        <MemberText text={policy.name} />
        {policy.removed && ' (out of use)'}
      </td>
      <td className={classes.quiet}>{minutesWords(policy.targetMinutes)}</td>
      <td className={classes.quiet}>
        <MemberText text={reasonsOf(policy)} />
      </td>
      <td className={`${classes.quiet} ${classes.wide}`}>{policy.version}</td>
      <td className={`${classes.quiet} ${classes.wide}`}>
        <Moment at={policy.savedAt} shape="date" />
      </td>
    </>
  );
}

function reasonsOf({ reasons, fallback }: Policy): string {
  return [...reasons, ...(fallback ? ['whatever no other policy names'] : [])].join(', ');
}
