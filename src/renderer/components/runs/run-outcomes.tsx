import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { RowList } from '../list/row-list.tsx';
import { MemberText } from '../text/member-text.tsx';
import { CopyOutcomes } from './copy-outcomes.tsx';
import { openRun } from './present-run.ts';
import { type OutcomeKind, presentPassage, type Run } from './run.ts';
import { outcomeWords } from './run-words.ts';
import classes from './runs.module.css';

interface RunOutcomesProps {
  run: Run;
  /** The one outcome that is shown; null for all. */
  only: OutcomeKind | null;
}

/** What came of a run for each, to look through and to take away. */
export function RunOutcomes({ run, only }: RunOutcomesProps) {
  const navigate = useNavigate();
  const { outcomes } = presentPassage(run);
  const [active, setActive] = useState<string | null>(null);
  const shown = useMemo(
    () => [...outcomes.values()].filter(({ outcome }) => only === null || outcome === only),
    [outcomes, only],
  );
  const keys = useMemo(() => shown.map(({ id }) => id), [shown]);
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
              <th scope="col">{run.subjects.name}</th>
              <th scope="col">Outcome</th>
              <th scope="col">Why</th>
            </>
          }
          cells={({ id, outcome, why }) => (
            <>
              <td className="figures">{id}</td>
              <td>
                <MemberText text={run.names.get(id) ?? ''} />
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
            void navigate(run.subjects.place(key));
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
