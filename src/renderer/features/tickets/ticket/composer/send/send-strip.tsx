import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import type { OpenTicket } from '../../ticket-queries.ts';
import classes from '../composer.module.css';
import { isInDoubt } from '../pen/sending.ts';
import type { Pen } from '../pen/use-pen.ts';
import type { Sending } from './use-sending.ts';

interface SendStripProps {
  pen: Pen;
  sending: Sending;
  data: OpenTicket;
  onAnyway: () => void;
}

/** What stands between the text and its way: it waits for the line, or something came meanwhile, or it was refused. */
export function SendStrip({ pen, sending, data, onAnyway }: SendStripProps) {
  const { failure, underWay } = sending;
  if (pen.written.sent !== null) {
    if (underWay) return <Strip tone="calm">Sending…</Strip>;
    return (
      <Strip
        tone="warn"
        buttons={
          <>
            <Act onPress={sending.takeUpAgain}>Write on</Act>
            <Act onPress={sending.again}>Try now</Act>
          </>
        }
      >
        {failure?.code === 'INTERNAL'
          ? 'Nobody knows whether it was sent. It is kept; tried again, it goes once.'
          : 'Not sent yet: the line is lost. It is kept, and goes once by itself when there is an answer again.'}
      </Strip>
    );
  }
  if (failure?.code === 'CONFLICT') {
    return (
      <Strip tone="warn" buttons={<Act onPress={onAnyway}>Send anyway</Act>}>
        <MemberText text={failure.message} />
      </Strip>
    );
  }
  if (failure !== undefined && !isInDoubt(failure)) {
    return (
      <Strip tone="danger">
        <MemberText text={failure.message} />
      </Strip>
    );
  }
  if (!pen.behind || pen.name.kind === 'note') return null;
  const last = data.messages.find(({ id }) => id === pen.newest);
  return (
    <Strip tone="warn" buttons={<Act onPress={pen.look}>I have read it</Act>}>
      <MemberText text={last?.author?.name ?? last?.from ?? data.row.from} /> wrote while you were writing.
    </Strip>
  );
}

function Strip({
  tone,
  buttons,
  children,
}: {
  tone: 'calm' | 'warn' | 'danger';
  buttons?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.strip} data-tone={tone} role={tone === 'calm' ? 'status' : 'alert'}>
      <p>{children}</p>
      {buttons !== undefined && <div className={classes.acts}>{buttons}</div>}
    </div>
  );
}

function Act({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <Button size="compact-xs" variant="default" onClick={onPress}>
      {children}
    </Button>
  );
}
