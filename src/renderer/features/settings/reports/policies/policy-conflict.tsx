import { Button } from '@mantine/core';
import type { Policy } from '../../../../../contract/reports/policies.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { PolicyDifferences } from './policy-differences.tsx';
import classes from './policy-sheet.module.css';

interface PolicyConflictProps {
  seen: Policy;
  newest: Policy;
  onGoOn: () => void;
}

/** Says what someone saved while the form was open, and goes on from there with what was typed. */
export function PolicyConflict({ seen, newest, onGoOn }: PolicyConflictProps) {
  return (
    <div role="alert" className={classes.conflict}>
      <p>
        <StaffName account={newest.savedBy} /> saved version {newest.version} meanwhile. What you typed is
        kept.
      </p>
      <div className={classes.differences}>
        <PolicyDifferences before={seen} after={newest} />
      </div>
      <div>
        <Button size="compact-sm" variant="default" onClick={onGoOn}>
          Go on from that, with my changes
        </Button>
      </div>
    </div>
  );
}
