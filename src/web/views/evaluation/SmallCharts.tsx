import type { ComponentChildren } from 'preact';

interface SmallChartsProps {
  heading: string;
  /** How to read a chart. */
  caption: ComponentChildren;
  charts: { title: string; chart: ComponentChildren }[];
  legend: ComponentChildren;
}

/** A card with one chart for each kind of product; nothing if there is none. */
export function SmallCharts({ heading, caption, charts, legend }: SmallChartsProps) {
  if (charts.length === 0) return null;
  return (
    <section class="card" aria-label={heading}>
      <h2>{heading}</h2>
      <p class="figure-caption">{caption}</p>
      <div class="small-charts">
        {charts.map(({ title, chart }) => (
          <div key={title}>
            <h3>{title}</h3>
            {chart}
          </div>
        ))}
      </div>
      {legend}
    </section>
  );
}
