/** To be built. */
export function StatementsView() {
  return <h1>Statements</h1>;
}
