import type { Analog } from '../../../contract/forecasting';
import { LaunchChart } from '../../charts/LaunchChart';
import { addressOf } from '../../state/address';
import { percent, price, units } from '../../components/format';
import { Term } from '../../components/Term';

/** Similar known products with their launch curves; each leads into the catalog. */
export function AnalogsCard({ analogs }: { analogs: Analog[] }) {
  return (
    <section class="card" aria-labelledby="analogs-title">
      <h2 id="analogs-title">Similar products and how they launched</h2>
      <AnalogsTable analogs={analogs} />
    </section>
  );
}

function AnalogsTable({ analogs }: { analogs: Analog[] }) {
  if (analogs.length === 0) return <p class="card-note">This model keeps no similar products.</p>;
  return (
    <div class="table-wrap" tabIndex={0} role="group" aria-label="Similar products, scrolls sideways">
      <table class="analogs">
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">
              <Term explain="Units a week from its first week on, each curve on its own scale. Products that sold before the data begin have none.">
                Launch
              </Term>
            </th>
            <th scope="col" class="number">
              A week
            </th>
            <th scope="col" class="number">
              Price
            </th>
            <th scope="col" class="number">
              <Term explain="How near the two texts lie in the model's reading of them; 100% is the same text.">
                Alike
              </Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {analogs.map((analog) => (
            <tr key={analog.sku}>
              <td class="text">
                <a href={addressOf('catalog', new URLSearchParams({ sku: analog.sku }))} dir="auto">
                  {analog.description}
                </a>
                <small>{analog.sku}</small>
              </td>
              <td class="launch">
                {analog.launch.length > 1 ? (
                  <LaunchChart launch={analog.launch} />
                ) : (
                  <small>before the data</small>
                )}
              </td>
              <td class="number">{units(analog.mean_weekly_units)}</td>
              <td class="number">{price(analog.price)}</td>
              <td class="number">{percent(analog.similarity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
