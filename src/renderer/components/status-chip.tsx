import type { MemberStatus } from '../../contract/members/member.ts';
import classes from './status-chip.module.css';

/** A member's standing, in a word and a colour. Active is the usual case and shows only where `always` is set. */
export function StatusChip({ status, always = false }: { status: MemberStatus; always?: boolean }) {
  if (status === 'active' && !always) return null;
  return (
    <span className={classes.chip} data-status={status}>
      {status}
    </span>
  );
}
