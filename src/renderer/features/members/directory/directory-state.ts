import { useEffect, useState } from 'react';
import type { DirectoryState } from '../../../../contract/directory.ts';
import { client } from '../../../transport/client.ts';
import { follow } from '../../../transport/follow.ts';

export interface HeardState extends DirectoryState {
  /** When it was heard of, in milliseconds since 1970. */
  readonly heardAt: number;
}

/** How far the directory is, in which searches look, for as long as that is shown; null until it is known. */
export function useDirectory(): HeardState | null {
  const [state, setState] = useState<HeardState | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void follow(
      (signal) => client.directory.watch(undefined, { signal }),
      { item: (item) => setState({ ...item, heardAt: Date.now() }) },
      controller.signal,
    );
    return () => controller.abort();
  }, []);
  return state;
}
