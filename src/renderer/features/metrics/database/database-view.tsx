/** To be built. */
export function DatabaseView() {
  return <h1>Database</h1>;
}
