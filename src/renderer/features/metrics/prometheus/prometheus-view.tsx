/** To be built. */
export function PrometheusView() {
  return <h1>Prometheus</h1>;
}
