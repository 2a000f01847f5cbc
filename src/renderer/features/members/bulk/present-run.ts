import { useSyncExternalStore } from 'react';
import type { Decision, RunProgress } from '../../../../contract/members/actions.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { isUnderWay, type Passage, passageOf, presentPassage, type Run, stepped } from './run.ts';

/** The run of this window. It outlives its dialog and the members' view; signing out ends it. */
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

export function startRun(
  decision: Decision,
  memberIds: readonly MemberId[],
  names: ReadonlyMap<MemberId, string>,
): void {
  if (isRunning()) return;
  const run = { id: crypto.randomUUID(), decision, memberIds, names, undo: null };
  set({ run: { ...run, action: passageOf(memberIds.length) }, opened: true });
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

/** Ends after the member under way. */
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
    for await (const step of await ask(run, controller.signal)) {
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

function ask(run: Run, signal: AbortSignal): Promise<AsyncIterable<RunProgress>> {
  const { id: runId, memberIds, decision, undo } = run;
  return undo === null
    ? client.members.actOnMany({ runId, memberIds: [...memberIds], decision }, { signal })
    : client.members.undoRun({ requestId: undo.requestId, runId }, { signal });
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
