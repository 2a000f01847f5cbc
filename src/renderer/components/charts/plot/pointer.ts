import type { PlotHandle } from './create-plot.ts';

interface Doings {
  readonly moveTo: (time: number | null) => void;
  /** The stretch that is being marked, in pixels of the plotting area. */
  readonly brush: (stretch: { from: number; to: number } | null) => void;
  readonly zoomTo: (from: number, to: number) => void;
  readonly back: () => void;
}

/** A shorter drag was meant as a click. */
const leastDrag = 5;

/** Moves the cross-hair with the pointer, marks a stretch by dragging and goes back on a double click. */
export function followPointer(handle: PlotHandle, doings: Doings): () => void {
  const { over } = handle;
  let start: number | null = null;
  const placeOf = (event: PointerEvent) => {
    const { left, width } = over.getBoundingClientRect();
    return Math.min(width, Math.max(0, event.clientX - left));
  };
  const onMove = (event: PointerEvent) => {
    const x = placeOf(event);
    doings.moveTo(handle.timeOf(x));
    if (start !== null) doings.brush({ from: start, to: x });
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    start = placeOf(event);
    over.setPointerCapture(event.pointerId);
  };
  const onUp = (event: PointerEvent) => {
    if (start === null) return;
    const [from, to] = [start, placeOf(event)];
    start = null;
    doings.brush(null);
    if (Math.abs(to - from) >= leastDrag) doings.zoomTo(handle.timeOf(from), handle.timeOf(to));
  };
  const onCancel = () => {
    start = null;
    doings.brush(null);
  };
  const onLeave = () => {
    if (start === null) doings.moveTo(null);
  };
  const stop = new AbortController();
  const { signal } = stop;
  over.addEventListener('pointermove', onMove, { signal });
  over.addEventListener('pointerdown', onDown, { signal });
  over.addEventListener('pointerup', onUp, { signal });
  over.addEventListener('pointercancel', onCancel, { signal });
  over.addEventListener('pointerleave', onLeave, { signal });
  over.addEventListener('dblclick', doings.back, { signal });
  return () => stop.abort();
}
