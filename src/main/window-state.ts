import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Bounds = z.infer<typeof Bounds>;

const State = z.object({ bounds: Bounds, maximized: z.boolean() });
export type WindowState = z.infer<typeof State>;

/** In which a list and a detail stand beside each other. */
const usualSize = { width: 1440, height: 900 };
export const smallestSize = { width: 960, height: 600 };

/** How the window was when it was last closed, or null. */
export function readState(file: string): WindowState | null {
  try {
    return State.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps how the window is. That this fails is no reason to keep a window open. */
export function writeState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  } catch {
    // A full disk, or a profile that was removed: the next window opens at the usual size.
  }
}

/**
 * Where a window goes: where it was, pushed fully into the display it overlaps most. A window last seen on a
 * display that is gone is centred on the first of `areas`, the displays' free areas.
 */
export function place(last: Bounds | null, areas: readonly Bounds[]): Bounds {
  const [first = { x: 0, y: 0, ...usualSize }] = areas;
  const area = areas.find((it) => last !== null && overlap(last, it) === best(last, areas)) ?? first;
  const width = clamp(last?.width ?? usualSize.width, smallestSize.width, area.width);
  const height = clamp(last?.height ?? usualSize.height, smallestSize.height, area.height);
  const visible = last !== null && overlap(last, area) > 0;
  const x = visible ? last.x : area.x + (area.width - width) / 2;
  const y = visible ? last.y : area.y + (area.height - height) / 2;
  return {
    x: Math.round(clamp(x, area.x, area.x + area.width - width)),
    y: Math.round(clamp(y, area.y, area.y + area.height - height)),
    width,
    height,
  };
}

function best(last: Bounds, areas: readonly Bounds[]): number {
  return Math.max(...areas.map((it) => overlap(last, it)));
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Where the two contradict, as on a display smaller than the smallest window, `highest` wins. */
function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
