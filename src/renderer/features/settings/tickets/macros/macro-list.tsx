import { Button } from '@mantine/core';
import type { Macro } from '../../../../../contract/tickets/rules.ts';
import { RowList } from '../../../../components/list/row-list.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { changeWords } from '../../../tickets/macros/macro-words.ts';
import { useMacroNames } from '../../../tickets/macros/use-macro-names.ts';
import policies from '../../reports/policies/policies.module.css';
import classes from './macros.module.css';

interface MacroListProps {
  rows: readonly Macro[];
  activeKey: string | null;
  openKey: string | null;
  onActive: (id: string) => void;
  onOpen: (id: Macro['id']) => void;
  removed: { count: number; isShown: boolean; onFold: () => void };
}

/** One row a macro, by name. Those out of use stand at the end, folded until asked for. */
export function MacroList({ rows, activeKey, openKey, onActive, onOpen, removed }: MacroListProps) {
  return (
    <RowList
      label="Macros by name"
      question="macros"
      keys={rows.map((it) => it.id)}
      rowAt={(index) => rows[index]}
      columns={classes.columns}
      header={
        <>
          <th scope="col">Name</th>
          <th scope="col">What it changes</th>
          <th scope="col">What it says</th>
          <th scope="col" className={classes.wide}>
            For
          </th>
        </>
      }
      cells={(macro) => <Cells macro={macro} />}
      activeKey={activeKey}
      openKey={openKey}
      onActive={onActive}
      onOpen={(id) => onOpen(id as Macro['id'])}
      onMore={undefined}
      footer={
        removed.count > 0 && (
          <div className={policies.removed}>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={removed.isShown}
              onClick={removed.onFold}
              title="Macros out of use (f)"
            >
              {removed.isShown ? 'Fold' : 'Show'} macros out of use ({removed.count})
            </Button>
          </div>
        )
      }
      dimmed={false}
    />
  );
}

function Cells({ macro }: { macro: Macro }) {
  const names = useMacroNames();
  const changes = changeWords(macro.change, names).join(' · ');
  return (
    <>
      <td className={macro.removed ? policies.gone : policies.name}>
        <MemberText text={macro.name} />
        {macro.removed && ' (out of use)'}
      </td>
      <td className={policies.quiet}>{changes === '' ? 'nothing' : <MemberText text={changes} />}</td>
      <td className={policies.quiet}>
        {macro.body === null ? (
          'nothing'
        ) : (
          <>
            {macro.asNote && 'Note: '}
            <MemberText text={macro.body} />
          </>
        )}
      </td>
      <td className={`${policies.quiet} ${classes.wide}`}>
        {macro.teamId === null ? 'everyone' : <MemberText text={names.team(macro.teamId)} />}
      </td>
    </>
  );
}
