/** To be built. */
export function LocksView() {
  return <h1>Locks</h1>;
}
