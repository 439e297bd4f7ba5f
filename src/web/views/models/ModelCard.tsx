import type { ModelState } from '../../../contract/service';
import { counted, month } from '../../components/format';
import { Prose } from '../../components/Prose';
import { BacktestTables } from './BacktestTables';

/** A model with its card: where it comes from, how good it was in the backtest, or why it was refused. */
export function ModelCard({ model, onActivate }: { model: ModelState; onActivate: () => void }) {
  const { manifest } = model;
  return (
    <section class="card form" aria-label={`Model ${model.name}`}>
      <div class="card-head">
        <h2>
          {manifest?.title || model.name} {model.active && <span class="badge good">active</span>}
          {model.state === 'refused' && <span class="badge bad">refused</span>}
        </h2>
        {!model.active && model.state !== 'refused' && (
          <button type="button" onClick={onActivate}>
            Activate
          </button>
        )}
      </div>
      {model.reason && (
        <p class="note fail">
          <span>
            <Prose text={model.reason} />
          </span>
        </p>
      )}
      {manifest && (
        <>
          <dl class="facts">
            <Fact name="Name" value={model.name} />
            <Fact
              name="Forecasts"
              value={manifest.horizon ? counted(manifest.horizon, 'week') : 'one figure a row'}
            />
            <Fact name="Learned from" value={counted(manifest.data.skus, 'product')} />
            <Fact name="Sales of" value={span(manifest.data.first_week, manifest.data.last_week)} />
          </dl>
          <BacktestTables metrics={manifest.metrics} />
          <p class="figure-caption">
            Data: {manifest.data.source}. Licence: {manifest.data.licence}.
          </p>
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

function span(first: string | null, last: string | null): string {
  return first && last ? `${month(first)} to ${month(last)}` : 'no dates';
}
