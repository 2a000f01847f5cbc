import { useEffect, useEffectEvent } from 'react';
import type { Change, ChangeTopic } from '../../../contract/changes.ts';
import { client } from '../../transport/client.ts';
import { follow } from '../../transport/follow.ts';

type Listener = (changes: readonly Change[] | 'missed') => void;

const listeners = new Set<Listener>();
let leave: AbortController | null = null;

/**
 * Runs `onChange` with the ids of what changed of this topic, or with `missed` when something may have changed while
 * the feed was cut. With a `pause`, in milliseconds, it runs that long after the time before at the soonest, with all
 * that changed since: what is asked for each change must not become a burden. All views share one feed, which runs
 * while any of them listens.
 */
export function useChanges(
  topic: ChangeTopic,
  onChange: (changed: ReadonlySet<string> | 'missed') => void,
  pause = 0,
): void {
  const latest = useEffectEvent(onChange);
  useEffect(() => {
    let waiting: Set<string> | 'missed' = new Set();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const run = () => {
      const changed = waiting;
      waiting = new Set();
      timer = undefined;
      last = performance.now();
      latest(changed);
    };
    const leave = listen((changes) => {
      const ids = idsOf(changes, topic);
      if (ids !== 'missed' && ids.size === 0) return;
      waiting = waiting === 'missed' || ids === 'missed' ? 'missed' : new Set([...waiting, ...ids]);
      const wait = last + pause - performance.now();
      if (wait <= 0) run();
      else timer ??= setTimeout(run, wait);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [topic, pause]);
}

function idsOf(changes: readonly Change[] | 'missed', topic: ChangeTopic): Set<string> | 'missed' {
  if (changes === 'missed') return 'missed';
  return new Set(changes.filter((change) => change.topic === topic).map((change) => change.subjectId));
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
