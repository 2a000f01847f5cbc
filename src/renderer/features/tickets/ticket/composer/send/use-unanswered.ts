import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useReachable } from '../../../../../transport/reachable.ts';
import { useSignedIn } from '../../../../session/session-state.ts';
import { unansweredOf } from '../pen/pen.ts';
import { sendAgain } from '../pen/sending.ts';
import type { PenName } from '../pen/written.ts';
import { tellSent } from './tell-sent.tsx';

/** Sends what was sent while the line was lost, on whichever ticket, once there is an answer again. */
export function useUnanswered(): void {
  const queryClient = useQueryClient();
  const { person, connection } = useSignedIn();
  const reachable = useReachable();
  const sendAll = useEffectEvent(() => {
    for (const name of unansweredOf(connection.id, person.user)) void sendOne(name);
  });
  const sendOne = async (name: PenName) => {
    const arrived = await sendAgain(queryClient, name);
    if (arrived !== null) tellSent(queryClient, name, arrived);
  };
  useEffect(() => {
    if (reachable) sendAll();
  }, [reachable]);
}
