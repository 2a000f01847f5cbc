import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { patchCase, refreshCase } from '../case/case-queries.ts';
import { standingOf } from '../queue/case-words.ts';
import { followActivity, idleTime } from './activity.ts';
import { isToRenew } from './claim-state.ts';

/** How often it is looked at whether a claim is to be renewed, in milliseconds. */
const pace = 5000;

export type Claiming = ReturnType<typeof useClaim>;

/**
 * Keeps the person's claim while they are active, and does what can be done about whose a case is. Each asks for the case
 * anew where it cannot know how it ended. `skew`: see `useServerNow`.
 */
export function useClaim(row: CaseRow, skew: number) {
  const queryClient = useQueryClient();
  const { person } = useSignedIn();
  const reachable = useReachable();
  const caseId = row.id;
  // One id for each wish to have the case, however often it is asked for.
  const claimId = useRef<string>(null);
  const refresh = () => void refreshCase(queryClient, caseId);
  const holds = ({ until }: { until: CaseRow['dueAt'] }) =>
    patchCase(queryClient, caseId, { claim: { user: person.user, name: person.name, until } });

  const take = useMutation(
    calls.reports.claim.mutationOptions({
      onSuccess(given) {
        claimId.current = null;
        holds(given);
      },
      onError(error) {
        if (failureOf(error).code !== 'UNAVAILABLE') claimId.current = null;
      },
      onSettled: refresh,
    }),
  );
  const renew = useMutation(
    calls.reports.renew.mutationOptions({
      onSuccess: holds,
      // No longer one's own: who has it now is on the case.
      onError: refresh,
    }),
  );
  const release = useMutation(calls.reports.release.mutationOptions({ onSettled: refresh }));
  const resume = useMutation(calls.reports.resume.mutationOptions({ onSettled: refresh }));

  const keep = useEffectEvent(() => {
    const standing = standingOf(row, person.user, Date.now() + skew);
    if (reachable && !renew.isPending && isToRenew(standing, idleTime())) renew.mutate({ caseId });
  });
  useEffect(() => {
    followActivity();
    const timer = setInterval(keep, pace);
    return () => clearInterval(timer);
  }, []);

  return {
    /** Why the last of them failed; null where none did. */
    error: [take, renew, release, resume].find((each) => each.isError)?.error ?? null,
    pending: take.isPending || release.isPending || resume.isPending,
    take() {
      claimId.current ??= crypto.randomUUID();
      take.mutate({ caseId, claimId: claimId.current });
    },
    extend: () => renew.mutate({ caseId }),
    release: () => release.mutateAsync({ caseId }),
    resume: () => resume.mutate({ caseId, requestId: crypto.randomUUID() }),
  };
}
