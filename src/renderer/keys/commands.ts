import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { type CommandId, commandIds } from './key-map.ts';

type Handler = () => void;

/** Views offer commands while they are shown; of two offers of one command the later holds. */
const offers = new Map<CommandId, Handler[]>();
const listeners = new Set<() => void>();
let offered: readonly CommandId[] = [];

export function isOffered(id: CommandId): boolean {
  return (offers.get(id)?.length ?? 0) > 0;
}

/** Does what the command stands for in the present view. False if nothing offers it. */
export function runCommand(id: CommandId): boolean {
  const handler = offers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}

/** The commands offered now, in the order of the key map. */
export function useOffered(): readonly CommandId[] {
  return useSyncExternalStore(subscribe, () => offered);
}

/** Offers a command for as long as the component is shown and `enabled`. */
export function useCommand(id: CommandId, handler: Handler, enabled = true): void {
  const latest = useEffectEvent(handler);
  useEffect(() => {
    if (!enabled) return;
    return offer(id, () => latest());
  }, [id, enabled]);
}

function offer(id: CommandId, handler: Handler): () => void {
  offers.set(id, [...(offers.get(id) ?? []), handler]);
  tell();
  return () => {
    offers.set(id, offers.get(id)?.filter((each) => each !== handler) ?? []);
    tell();
  };
}

function tell(): void {
  offered = commandIds.filter(isOffered);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
