/** Colours of a model's heads, the same in all charts. */
export const SERIES = [
  { model: 'text-aware', label: 'withWords', colour: 'var(--accent)', mark: 'line' },
  { model: 'numeric-only', label: 'withoutWords', colour: 'var(--plain)', mark: 'line plain' },
] as const;

export const SERIES_COLOURS = {
  domain: SERIES.map(({ model }) => model),
  range: SERIES.map(({ colour }) => colour),
};

/** The curves of a report that a chart shows. */
export function ofSeries<Curve extends { model: string }>(curves: Curve[]): Curve[] {
  return curves.filter(({ model }) => SERIES.some((series) => series.model === model));
}
