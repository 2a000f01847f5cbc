import { useEffect, useEffectEvent, useState } from 'react';
import type { CaseId } from '../../../contract/reports/values.ts';
import type { TicketId } from '../../../contract/tickets/values.ts';
import { client } from '../../transport/client.ts';
import { useChanges } from '../changes/changes-feed.ts';
import type { Other } from './looking-words.ts';

/** How often a console says that someone still looks, in milliseconds: half of how long it is believed. */
const pace = 15_000;

/** What can be looked at. */
export type LookedAt =
  | { readonly kind: 'case'; readonly id: CaseId }
  | { readonly kind: 'ticket'; readonly id: TicketId };

/** Says that the person looks at something, or writes about it, and tells who else does. */
export function useLooking({ kind, id }: LookedAt, writing: boolean): readonly Other[] {
  const [others, setOthers] = useState<readonly Other[]>([]);
  const say = (signal?: AbortSignal) =>
    void look({ kind, id } as LookedAt, { writing }, signal)
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
  }, [kind, id, writing]);
  useEffect(
    () => () => {
      look({ kind, id } as LookedAt, { writing: false, leaving: true }).catch(() => {});
      setOthers([]);
    },
    [kind, id],
  );
  useChanges(kind === 'case' ? 'looking' : 'looking-ticket', (changed) => {
    if (changed === 'missed' || changed.has(id)) say();
  });
  return others;
}

function look(
  at: LookedAt,
  said: { writing: boolean; leaving?: boolean },
  signal?: AbortSignal,
): Promise<{ others: readonly Other[] }> {
  const options = signal === undefined ? {} : { signal };
  return at.kind === 'case'
    ? client.reports.look({ caseId: at.id, ...said }, options)
    : client.tickets.look({ ticketId: at.id, ...said }, options);
}
