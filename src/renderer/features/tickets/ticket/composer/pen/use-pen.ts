import { useEffect, useSyncExternalStore } from 'react';
import type { Draft } from '../../../../../../contract/tickets/conversation.ts';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import { useSignedIn } from '../../../../session/session-state.ts';
import { adopted } from './adopted.ts';
import { readPen, subscribePens, writePen } from './pen.ts';
import { failureOfSaving, saveSoon, subscribeSaving } from './saving.ts';
import { isEmpty, isSaved, type PenKind, type PenName, type Written } from './written.ts';

export type Pen = ReturnType<typeof usePen>;

/**
 * What the person writes on a ticket, as it is kept. `newest` is the newest message from or to the member; `drafts` and
 * `asOf` are of the ticket’s last answer.
 */
export function usePen(
  ticketId: TicketId,
  kind: PenKind,
  { newest, drafts, asOf }: { newest: MessageId | null; drafts: readonly Draft[]; asOf: string },
) {
  const { person, connection } = useSignedIn();
  const name: PenName = { connectionId: connection.id, user: person.user, ticketId, kind };
  const written = useSyncExternalStore(subscribePens, () => readPen(name));
  const failure = useSyncExternalStore(subscribeSaving, () => failureOfSaving(name));
  const own = drafts.find(
    (draft) => draft.kind === kind && draft.owner.user === person.user && draft.origin === null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: of each answer once
  useEffect(() => {
    const now = readPen(name);
    const next = adopted(now, own, asOf, newest);
    if (next !== now) writePen(name, next);
    // What an earlier window could not save.
    saveSoon(name);
  }, [own?.savedAt, asOf]);

  const change = (part: Partial<Written>) => {
    const now = readPen(name);
    const seen = isEmpty(now) && now.sent === null ? newest : now.seen;
    writePen(name, { ...now, seen, ...part, edits: now.edits + 1 });
    saveSoon(name);
  };
  return {
    name,
    written,
    newest,
    /** What the writer did not have before them when they began stands in the conversation by now. */
    behind: !isEmpty(written) && isNewer(newest, written.seen),
    saving: isSaved(written) ? ('saved' as const) : failure === null ? ('saving' as const) : failure,
    change,
    read: () => readPen(name),
    /** The writer has read what came meanwhile. */
    look: () => writePen(name, { ...readPen(name), seen: newest }),
    /** Changes what goes with the answer; that is kept on this machine alone. */
    setChange: (change: Written['change']) => writePen(name, { ...readPen(name), change }),
  };
}

function isNewer(one: MessageId | null, other: MessageId | null): boolean {
  return one !== null && (other === null || BigInt(one) > BigInt(other));
}
