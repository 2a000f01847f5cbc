import { useEffect, useEffectEvent } from 'react';
import type { Change, ChangeTopic } from '../../../contract/changes.ts';
import { client } from '../../transport/client.ts';
import { follow } from '../../transport/follow.ts';

type Listener = (changes: readonly Change[] | 'missed') => void;

const listeners = new Set<Listener>();
let leave: AbortController | null = null;

/**
 * Runs `onChange` with the ids of what changed of this topic, or with `missed` when something may have changed while
 * the feed was cut. All views share one feed, which runs while any of them listens.
 */
export function useChanges(
  topic: ChangeTopic,
  onChange: (changed: ReadonlySet<string> | 'missed') => void,
): void {
  const latest = useEffectEvent(onChange);
  useEffect(
    () =>
      listen((changes) => {
        if (changes === 'missed') return latest('missed');
        const ids = changes.filter((change) => change.topic === topic).map((change) => change.subjectId);
        if (ids.length > 0) latest(new Set(ids));
      }),
    [topic],
  );
}

function listen(listener: Listener): () => void {
  listeners.add(listener);
  leave ??= start();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    leave?.abort();
    leave = null;
  };
}

function start(): AbortController {
  const controller = new AbortController();
  const tell: Listener = (changes) => {
    for (const listener of listeners) listener(changes);
  };
  void follow(
    (signal) => client.changes.watch(undefined, { signal }),
    {
      start: (again) => {
        if (again) tell('missed');
      },
      item: (item) => tell(item.changes),
    },
    controller.signal,
  );
  return controller;
}
