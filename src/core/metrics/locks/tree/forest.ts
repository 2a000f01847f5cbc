import type { LockNode, LockSession, LockWait } from '../../../../contract/metrics/locks/tree.ts';

/** `waiting` waits for a lock of `blocking`; both by their keys. */
export interface LockPair {
  readonly waiting: string;
  readonly blocking: string;
  /** The blocker does not hold the lock either: it asked for it before. */
  readonly inLine: boolean;
  readonly wait: LockWait;
}

/**
 * Who blocks whom, told from its top: first who waits for nobody and keeps the most waiting. A session that waits for
 * several stands below each, with what is below it only once. Where all wait in a circle, it begins with the one that
 * keeps the most waiting.
 */
export function forestOf(pairs: readonly LockPair[], sessionOf: (key: string) => LockSession): LockNode[] {
  const below = childrenOf(withoutQueue(pairs));
  const waits = new Set(pairs.map((it) => it.waiting));
  const keys = [...new Set(pairs.flatMap((it) => [it.blocking, it.waiting]))];
  const blocks = new Map(keys.map((key) => [key, reachedFrom(key, below).size]));
  const mostFirst = (a: string, b: string) => (blocks.get(b) ?? 0) - (blocks.get(a) ?? 0);
  const nodes: LockNode[] = [];
  const told = new Set<string>();

  function tell(key: string, depth: number, wait: LockWait | null): void {
    const again = told.has(key);
    nodes.push({ session: sessionOf(key), depth, wait, blocks: blocks.get(key) ?? 0, again });
    if (again) return;
    told.add(key);
    const longestFirst = (a: LockPair, b: LockPair) => (b.wait.seconds ?? 0) - (a.wait.seconds ?? 0);
    const children = [...(below.get(key) ?? [])].sort(
      (a, b) => mostFirst(a.waiting, b.waiting) || longestFirst(a, b),
    );
    for (const child of children) tell(child.waiting, depth + 1, child.wait);
  }

  const roots = keys.filter((key) => !waits.has(key)).sort(mostFirst);
  for (const root of roots) tell(root, 0, null);
  for (const key of [...keys].sort(mostFirst)) if (!told.has(key)) tell(key, 0, null);
  return nodes;
}

/** Who only stands before one in the queue is left out, unless nobody else is in the way. */
function withoutQueue(pairs: readonly LockPair[]): LockPair[] {
  const held = new Set(pairs.filter((it) => !it.inLine).map((it) => it.waiting));
  return pairs.filter((it) => !it.inLine || !held.has(it.waiting));
}

function childrenOf(pairs: readonly LockPair[]): Map<string, LockPair[]> {
  const below = new Map<string, Map<string, LockPair>>();
  for (const pair of pairs) {
    if (pair.waiting === pair.blocking) continue;
    const children = below.get(pair.blocking) ?? new Map<string, LockPair>();
    if (!children.has(pair.waiting)) children.set(pair.waiting, pair);
    below.set(pair.blocking, children);
  }
  return new Map([...below].map(([key, children]) => [key, [...children.values()]]));
}

/** All that wait for `key`, directly or through others. */
function reachedFrom(key: string, below: ReadonlyMap<string, readonly LockPair[]>): Set<string> {
  const reached = new Set<string>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { waiting } of below.get(next) ?? []) {
      if (waiting === key || reached.has(waiting)) continue;
      reached.add(waiting);
      open.push(waiting);
    }
  }
  return reached;
}
