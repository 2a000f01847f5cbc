import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { StaffWish } from '../../../../contract/staff.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { copyText } from '../../../components/text/copy-text.ts';
import { client } from '../../../transport/client.ts';
import classes from './staff-dialogs.module.css';

/** The statements by which the database’s administrator does what the console may not do here. */
export function Statements({ wish, onClose }: { wish: StaffWish; onClose: () => void }) {
  // Asked once for each opening: a second answer would bring another password than the one that was copied.
  const opening = useId();
  const answer = useQuery({
    queryKey: ['staff-statements', opening],
    queryFn: ({ signal }) => client.staff.statements(wish, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    gcTime: 0,
  });
  const [copied, setCopied] = useState(false);
  if (answer.data === undefined) {
    if (answer.isError) {
      return (
        <FailurePanel error={answer.error} what="the statements" onRetry={() => void answer.refetch()} />
      );
    }
    return answer.isPaused ? (
      <WaitingPanel what="the statements" />
    ) : (
      <RowSkeletons label="Loading the statements" count={4} />
    );
  }
  const { sql, password } = answer.data;
  return (
    <div className={classes.form}>
      <p className={classes.hint}>
        Nothing was changed. Send these to your database’s administrator, who runs them in a client of the
        server.
        {password !== null &&
          ' They hold the new password: send them by a way that only the two of you read, and have it changed under Settings, My account.'}
      </p>
      <Textarea
        label="Statements"
        readOnly
        rows={14}
        classNames={{ input: classes.sql ?? '' }}
        value={sql}
        spellCheck={false}
      />
      <div className={classes.ends}>
        <Button size="sm" variant="default" autoFocus onClick={async () => setCopied(await copyText(sql))}>
          {copied ? 'Copied' : 'Copy the statements'}
        </Button>
        <Button size="sm" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
