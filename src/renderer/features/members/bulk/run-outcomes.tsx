import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Outcome } from '../../../../contract/members/actions.ts';
import { MemberId } from '../../../../contract/values.ts';
import { RowList } from '../../../components/list/row-list.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import classes from './bulk.module.css';
import { CopyOutcomes } from './copy-outcomes.tsx';
import { openRun } from './present-run.ts';
import { presentPassage, type Run } from './run.ts';
import { outcomeWords } from './run-words.ts';

interface RunOutcomesProps {
  run: Run;
  /** The one outcome that is shown; null for all. */
  only: Outcome['outcome'] | null;
}

/** What came of a run for each member, to look through and to take away. */
export function RunOutcomes({ run, only }: RunOutcomesProps) {
  const navigate = useNavigate();
  const { outcomes } = presentPassage(run);
  const [active, setActive] = useState<string | null>(null);
  const shown = useMemo(
    () => [...outcomes.values()].filter(({ outcome }) => only === null || outcome === only),
    [outcomes, only],
  );
  const keys = useMemo(() => shown.map(({ memberId }) => memberId), [shown]);
  return (
    <>
      <div className={classes.table}>
        <RowList
          label="What came of it"
          question={only ?? ''}
          keys={keys}
          rowAt={(index) => shown[index]}
          columns={classes.columns}
          header={
            <>
              <th scope="col">Id</th>
              <th scope="col">Nickname</th>
              <th scope="col">Outcome</th>
              <th scope="col">Why</th>
            </>
          }
          cells={({ memberId, outcome, why }) => (
            <>
              <td className="figures">{memberId}</td>
              <td>
                <MemberText text={run.names.get(memberId) ?? ''} />
              </td>
              <td className={classes.outcome} data-outcome={outcome}>
                {outcomeWords(run, outcome)}
              </td>
              <td title={why ?? undefined}>{why !== null && <MemberText text={why} />}</td>
            </>
          )}
          activeKey={active}
          openKey={null}
          onActive={setActive}
          onOpen={(key) => {
            openRun(false);
            void navigate({ to: '/members', search: (now) => ({ ...now, id: MemberId.parse(key) }) });
          }}
          onMore={undefined}
          footer={null}
          dimmed={false}
        />
      </div>
      <CopyOutcomes run={run} shown={shown} />
    </>
  );
}
