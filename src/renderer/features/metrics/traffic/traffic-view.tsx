/** To be built. */
export function TrafficView() {
  return <h1>Traffic</h1>;
}
