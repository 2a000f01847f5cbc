interface Place {
  readonly from: number;
  readonly to: number;
  /** How far an arrow moves, in seconds. */
  readonly step: number;
  /** Where the cross-hair stands; null where it does not. */
  readonly time: number | null;
  /** Where a stretch was begun; null where none was. */
  readonly anchor: number | null;
}

interface Done {
  readonly time: number | null;
  readonly anchor: number | null;
  readonly zoom: { from: number; to: number } | null;
  readonly back: boolean;
}

/** What a key does to the cross-hair of the chart that has the focus; null for a key that it does not know. */
export function keyMove(
  {
    key,
    shiftKey,
    ctrlKey,
    metaKey,
    altKey,
  }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  place: Place,
): Done | null {
  if (ctrlKey || metaKey || altKey) return null;
  const { from, to, time, anchor } = place;
  const still = { time, anchor, zoom: null, back: false };
  const step = place.step * (shiftKey ? 10 : 1);
  const moveTo = (wanted: number): Done => ({ ...still, time: Math.min(to, Math.max(from, wanted)) });
  switch (key) {
    case 'ArrowLeft':
      return moveTo((time ?? to) - step);
    case 'ArrowRight':
      return moveTo((time ?? from) + step);
    case 'Home':
      return moveTo(from);
    case 'End':
      return moveTo(to);
    case 'Enter':
      return entered(still);
    case 'Escape':
      return time === null && anchor === null
        ? null
        : { ...still, time: anchor === null ? null : time, anchor: null };
    case 'Backspace':
      return { ...still, anchor: null, back: true };
    default:
      return null;
  }
}

/** The first Enter begins a stretch at the cross-hair, the second shows it. */
function entered(still: Done): Done | null {
  const { time, anchor } = still;
  if (time === null) return null;
  if (anchor === null) return { ...still, anchor: time };
  const zoom = { from: Math.floor(Math.min(time, anchor)), to: Math.ceil(Math.max(time, anchor)) };
  return { ...still, anchor: null, zoom: zoom.to - zoom.from >= 10 ? zoom : null };
}
