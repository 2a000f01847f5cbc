/** To be built. */
export function HeadroomView() {
  return <h1>Headroom</h1>;
}
