const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

let last = Date.now();
let following = false;

/** How long ago whoever sits here last touched pointer or keys, in milliseconds. */
export function idleTime(): number {
  return Date.now() - last;
}

/** Begins to follow what the person does, once for the window. */
export function followActivity(): void {
  if (following) return;
  following = true;
  last = Date.now();
  for (const kind of kinds) {
    window.addEventListener(kind, () => (last = Date.now()), { passive: true, capture: true });
  }
}
