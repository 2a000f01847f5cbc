import { useEffect, useEffectEvent, useState } from 'react';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import type { Other } from './looking-words.ts';

/** How often a console says that someone still looks, in milliseconds: half of how long it is believed. */
const pace = 15_000;

/** Says that the person looks at the case, or writes about it, and tells who else does. */
export function useLooking(caseId: CaseId, writing: boolean): readonly Other[] {
  const [others, setOthers] = useState<readonly Other[]>([]);
  const say = (signal?: AbortSignal) =>
    void client.reports
      .look({ caseId, writing }, signal === undefined ? {} : { signal })
      .then((answer) => setOthers(answer.others))
      // Who looks is a courtesy: where it cannot be told now, it is told 15 s later.
      .catch(() => {});
  const sayNow = useEffectEvent(say);
  // biome-ignore lint/correctness/useExhaustiveDependencies: beginning to write is said at once
  useEffect(() => {
    const controller = new AbortController();
    sayNow(controller.signal);
    const timer = setInterval(() => sayNow(controller.signal), pace);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [caseId, writing]);
  useEffect(
    () => () => {
      client.reports.look({ caseId, writing: false, leaving: true }).catch(() => {});
      setOthers([]);
    },
    [caseId],
  );
  useChanges('looking', (changed) => {
    if (changed === 'missed' || changed.has(caseId)) say();
  });
  return others;
}
