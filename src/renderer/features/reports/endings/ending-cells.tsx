import { Button } from '@mantine/core';
import type { Ending } from '../../../../contract/reports/decisions.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useReachable } from '../../../transport/reachable.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import classes from './endings.module.css';
import { nameOf, sanctionWords } from './use-endings.ts';

/** Above the cells, in their order. */
export function EndingHeader() {
  return (
    <>
      <th scope="col">Member</th>
      <th scope="col">Ends</th>
      <th scope="col" className={classes.wide}>
        Decided
      </th>
      <th scope="col">
        <span className="unseen">What becomes of it</span>
      </th>
    </>
  );
}

interface EndingCellsProps {
  ending: Ending;
  settling: boolean;
  onSettle: () => void;
  onExtend: () => void;
}

/** One sanction: whose, until when, by whom, and what is to become of it. */
export function EndingCells({ ending, settling, onSettle, onExtend }: EndingCellsProps) {
  const { nickname, kind, endsAt, decidedBy, caseId } = ending;
  const reachable = useReachable();
  const whose = `the ${sanctionWords[kind]} of ${nameOf(ending)}`;
  return (
    <>
      <td>
        <span className={classes.first}>
          {nickname === null ? nameOf(ending) : <MemberText text={nickname} />}
        </span>
        <span className={classes.second}>{sanctionWords[kind]}</span>
      </td>
      <td className="figures">
        <span className={classes.first}>
          <Moment at={endsAt} shape="relative" />
        </span>
        <span className={classes.second}>
          <Moment at={endsAt} shape="stamp" />
        </span>
      </td>
      <td className={classes.wide}>
        <span className={classes.first}>
          by <StaffName account={decidedBy} />
        </span>
        <span className={classes.second}>case {caseId}</span>
      </td>
      <td className={classes.acts}>
        <Button
          size="compact-sm"
          variant="default"
          loading={settling}
          disabled={!reachable}
          aria-label={`Let it end: ${whose}`}
          title="Let it end (l then e)"
          onClick={(event) => {
            // A click on the row opens its case.
            event.stopPropagation();
            onSettle();
          }}
        >
          Let it end
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={`Extend: ${whose}`}
          title="Let it last longer, on the member’s page (l then l)"
          onClick={(event) => {
            event.stopPropagation();
            onExtend();
          }}
        >
          Extend…
        </Button>
      </td>
    </>
  );
}
