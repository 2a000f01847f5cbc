import { useSyncExternalStore } from 'react';
import { line } from './client.ts';
import type { LineState } from './line.ts';

/** The state of the line to the service, as it changes. */
export function useLine(): LineState {
  return useSyncExternalStore(line.subscribe, line.state);
}
