import type { Analog } from '../../contract/forecasting';
import { LaunchChart } from '../charts/LaunchChart';
import { addressOf } from '../state/address';
import { percent, units } from './format';

/** Similar known products with their launch curves; each leads into the catalog. */
export function Analogs({ analogs }: { analogs: Analog[] }) {
  if (analogs.length === 0) return <p class="card-note">This model keeps no similar products.</p>;
  return (
    <ul class="analogs">
      {analogs.map((analog) => (
        <li key={analog.sku}>
          <a class="analog" href={addressOf('catalog', new URLSearchParams({ sku: analog.sku }))}>
            <strong dir="auto">{analog.description}</strong>
            <LaunchChart launch={analog.launch} />
            <small>
              {units(analog.mean_weekly_units)} a week
              {analog.price !== null && `, at ${analog.price.toFixed(2)}`}
            </small>
            <small>
              {percent(analog.similarity)} alike · {analog.sku}
            </small>
          </a>
        </li>
      ))}
    </ul>
  );
}
