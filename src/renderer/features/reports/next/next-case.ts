import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { QueueFilter } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';

interface NextCaseProps {
  filter: QueueFilter;
  passed: readonly CaseId[];
  onClaimed: (caseId: CaseId) => void;
  /** None is left that fits. */
  onNone: () => void;
}

/** Claims the best case that fits the filter, as often as it is asked for: one after the other. */
export function useNextCase({ filter, passed, onClaimed, onNone }: NextCaseProps) {
  // One id for one intention: asked again after a lost answer, the same case comes back.
  const unanswered = useRef<{ question: string; claimId: string } | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ passed }: { passed: readonly CaseId[] }) => {
      const question = JSON.stringify([filter, passed]);
      if (unanswered.current?.question !== question) {
        unanswered.current = { question, claimId: crypto.randomUUID() };
      }
      const { claimId } = unanswered.current;
      return client.reports.claimNext({ claimId, filter, passed: [...passed] });
    },
    onSuccess({ caseId }) {
      unanswered.current = null;
      if (caseId === null) onNone();
      else onClaimed(caseId);
    },
    onError: (error) =>
      notifications.show({
        id: 'next-case',
        color: 'red',
        title: 'No case was opened',
        message: failureOf(error).message,
      }),
  });
  return {
    isPending,
    /** `passing`: a case that is given back at this moment, and not wanted either. */
    claimNext(passing?: CaseId): void {
      if (!isPending) mutate({ passed: passing === undefined ? passed : [...passed.slice(-99), passing] });
    },
  };
}
