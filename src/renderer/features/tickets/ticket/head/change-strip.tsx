import { Button } from '@mantine/core';
import { MemberText } from '../../../../components/text/member-text.tsx';
import type { useChangeTicket } from '../change/use-change-ticket.ts';
import classes from './controls.module.css';

/** Why a change was not made: what someone else changed meanwhile can be overruled. */
export function ChangeStrip({ change }: { change: ReturnType<typeof useChangeTicket> }) {
  const { failure, pending, again, forget } = change;
  if (failure === null) return null;
  return (
    <div className={classes.strip} role="alert">
      <span>
        <MemberText text={failure.message} />
      </span>
      <Button size="compact-xs" variant="default" loading={pending} onClick={again}>
        {failure.code === 'CONFLICT' ? 'Do it anyway' : 'Try again'}
      </Button>
      <Button size="compact-xs" variant="default" onClick={forget}>
        Leave it
      </Button>
    </div>
  );
}
