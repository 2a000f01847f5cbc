import { useSyncExternalStore } from 'react';
import { failureOf } from '../../transport/failure.ts';
import {
  isUnderWay,
  type Passage,
  passageOf,
  presentPassage,
  type Run,
  type RunOrder,
  stepped,
} from './run.ts';

/** The run of this window. It outlives its dialog and the view it began in; signing out ends it. */
interface Present {
  readonly run: Run | null;
  /** Whether its dialog is open; otherwise a strip shows how it goes. */
  readonly opened: boolean;
}

const listeners = new Set<() => void>();
let present: Present = { run: null, opened: false };
let leave: AbortController | null = null;

export function usePresentRun(): Present {
  return useSyncExternalStore(subscribe, () => present);
}

/** Whether a run is under way: one goes after the other. */
export function isRunning(): boolean {
  return present.run !== null && isUnderWay(presentPassage(present.run));
}

export function startRun(order: RunOrder): void {
  if (isRunning()) return;
  const run = { ...order, id: crypto.randomUUID(), action: passageOf(order.total), undo: null };
  set({ run, opened: true });
  void goThrough();
}

/** Takes back what the run did, as far as that can be. */
export function undoPresentRun(): void {
  const { run } = present;
  if (run === null || run.undo !== null || isRunning()) return;
  const passage = passageOf(run.action.outcomes.size);
  set({ run: { ...run, undo: { requestId: crypto.randomUUID(), passage } }, opened: true });
  void goThrough();
}

/** Ends after what is under way. */
export function stopRun(): void {
  if (leave === null) return;
  change((passage) => ({ ...passage, state: 'stopping' }));
  leave.abort();
}

/** Goes on where a run was stopped or cut: what is done is not done twice. */
export function goOn(): void {
  if (present.run === null || isRunning()) return;
  change((passage) => ({ ...passage, state: 'running', failure: null }));
  void goThrough();
}

export function openRun(opened: boolean): void {
  set({ ...present, opened });
}

/** Puts a run away that is not under way, or any at signing out. */
export function forgetRun(): void {
  leave?.abort();
  set({ run: null, opened: false });
}

async function goThrough(): Promise<void> {
  const controller = new AbortController();
  leave = controller;
  const { run } = present;
  if (run === null) return;
  const mine = () => present.run?.id === run.id;
  try {
    const steps =
      run.undo === null
        ? run.act(run.id, controller.signal)
        : run.takeBack(run.id, run.undo.requestId, controller.signal);
    for await (const step of await steps) {
      if (mine()) change((passage) => stepped(passage, step));
    }
    if (mine())
      change((passage) => (passage.state === 'finished' ? passage : { ...passage, state: 'stopped' }));
  } catch (error) {
    if (!mine()) return;
    change((passage) =>
      controller.signal.aborted
        ? { ...passage, state: 'stopped' }
        : { ...passage, state: 'cut', failure: failureOf(error).message },
    );
  } finally {
    if (leave === controller) leave = null;
  }
}

function change(update: (passage: Passage) => Passage): void {
  const { run } = present;
  if (run === null) return;
  const changed =
    run.undo === null
      ? { ...run, action: update(run.action) }
      : { ...run, undo: { ...run.undo, passage: update(run.undo.passage) } };
  set({ ...present, run: changed });
}

function set(next: Present): void {
  present = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
