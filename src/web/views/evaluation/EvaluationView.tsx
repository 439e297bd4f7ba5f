/** The active model's evaluation. */
export function EvaluationView() {
  return <h1>Does text help?</h1>;
}
