import type { ModelState } from '../../../contract/service';
import { count } from '../../components/format';
import { Term } from '../../components/Term';

const METRICS: Record<string, { name: string; explain: string }> = {
  wape: {
    name: 'WAPE',
    explain:
      'Sum of all misses over the sum of all sales: .8 means that the misses add up to 80% of the units sold. Lower is better.',
  },
  wape_total: { name: 'WAPE of the total', explain: 'The same for the sum of all weeks of the horizon.' },
  wql: {
    name: 'wQL',
    explain: 'Weighted quantile loss: how far the range was off, over the units sold. Lower is better.',
  },
  coverage: { name: 'Coverage', explain: 'Share of cases within the 80% range; .80 is right.' },
  bias: {
    name: 'Bias',
    explain: 'All forecasts over all sales, less one: above 0 forecasts too much, below 0 too little.',
  },
};
const FIGURES = new Intl.NumberFormat('en', { maximumFractionDigits: 3, minimumFractionDigits: 3 });

/** A model with its card: where it comes from, how good it was in the backtest, or why it was refused. */
export function ModelCard({ model, onActivate }: { model: ModelState; onActivate: () => void }) {
  const { manifest } = model;
  return (
    <section class="card form" aria-label={`Model ${model.name}`}>
      <div class="actions">
        <h2>{manifest?.title || model.name}</h2>
        {model.active && <span class="badge good">active</span>}
        {model.state === 'refused' && <span class="badge bad">refused</span>}
        {!model.active && model.state !== 'refused' && (
          <button type="button" onClick={onActivate}>
            Activate
          </button>
        )}
      </div>
      {model.reason && <p class="note fail">{model.reason}</p>}
      {manifest && (
        <>
          <dl class="facts">
            <Fact name="Name" value={model.name} />
            <Fact
              name="Horizon"
              value={manifest.horizon ? `${manifest.horizon} weeks` : 'one figure a row'}
            />
            <Fact name="Products" value={count(manifest.data.skus)} />
            <Fact
              name="Data"
              value={`${manifest.data.first_week ?? ''} to ${manifest.data.last_week ?? ''}`}
            />
          </dl>
          <p class="figure-caption">
            {manifest.data.source}. Licence: {manifest.data.licence}.
          </p>
          <MetricsTable metrics={manifest.metrics} />
        </>
      )}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function MetricsTable({ metrics }: { metrics: NonNullable<ModelState['manifest']>['metrics'] }) {
  const rows = Object.entries(metrics).flatMap(([task, heads]) =>
    Object.entries(heads).map(([head, figures]) => ({ task, head, figures })),
  );
  if (rows.length === 0) return <p class="card-note">This model brings no figures of a backtest.</p>;
  const known = Object.keys(METRICS).filter((metric) => rows.some((row) => metric in row.figures));
  return (
    <div class="table-wrap" tabIndex={0} role="group" aria-label="Backtest, scrolls sideways">
      <table>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Model</th>
            {known.map((metric) => (
              <th key={metric} scope="col" class="number">
                <Term explain={METRICS[metric]!.explain}>{METRICS[metric]!.name}</Term>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ task, head, figures }) => (
            <tr key={task + head}>
              <td>{task}</td>
              <td>{head.replaceAll('_', ' ')}</td>
              {known.map((metric) => (
                <td key={metric} class="number">
                  {figures[metric] === undefined ? '–' : FIGURES.format(figures[metric])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
