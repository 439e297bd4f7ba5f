import { useState } from 'preact/hooks';
import type { CatalogPage } from '../../../contract/catalog';
import { getJson } from '../../api/client';
import { Field } from '../../components/Field';
import { count, units } from '../../components/format';
import { FailureNote } from '../../components/Notes';
import { addressOf } from '../../state/address';
import { shown, useLatest } from '../../state/useLatest';

const PAGE = 25;

/** The products that the catalog knows, with a search over number and description. */
export function CatalogBrowser() {
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const query = new URLSearchParams({ search, offset: String(offset), limit: String(PAGE) });
  const answer = useLatest(String(query), (signal) => getJson<CatalogPage>(`/catalog?${query}`, signal));
  const page = shown(answer);
  return (
    <section class="card form" aria-labelledby="known-title">
      <h2 id="known-title">Products in the catalog</h2>
      <Field
        label="Search"
        control={(props) => (
          <input
            {...props}
            type="search"
            value={search}
            onInput={(event) => {
              setSearch((event.target as HTMLInputElement).value);
              setOffset(0);
            }}
          />
        )}
      />
      {answer.phase === 'failed' && <FailureNote error={answer.error} />}
      {page && page.total === 0 && (
        <p class="empty">
          {search ? 'No product matches.' : 'The catalog is empty. `shelfcast ingest` fills it with sales.'}
        </p>
      )}
      {page && page.total > 0 && (
        <>
          <div class="table-wrap" tabIndex={0} role="group" aria-label="Products, scrolls sideways">
            <table>
              <thead>
                <tr>
                  <th scope="col">Number</th>
                  <th scope="col">Description</th>
                  <th scope="col" class="number">
                    Price
                  </th>
                  <th scope="col" class="number">
                    Last 4 weeks
                  </th>
                </tr>
              </thead>
              <tbody>
                {page.items.map((product) => (
                  <tr key={product.sku}>
                    <td>
                      <a href={addressOf('catalog', new URLSearchParams({ sku: product.sku }))}>
                        {product.sku}
                      </a>
                    </td>
                    <td class="text" dir="auto">
                      {product.description}
                    </td>
                    <td class="number">{product.price === null ? '–' : product.price.toFixed(2)}</td>
                    <td class="number">{units(product.units_last_4_weeks)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div class="actions">
            <button type="button" disabled={offset === 0} onClick={() => setOffset(offset - PAGE)}>
              Earlier
            </button>
            <span class="figure-caption">
              {count(offset + 1)} to {count(Math.min(offset + PAGE, page.total))} of {count(page.total)}
            </span>
            <button
              type="button"
              disabled={offset + PAGE >= page.total}
              onClick={() => setOffset(offset + PAGE)}
            >
              Later
            </button>
          </div>
        </>
      )}
    </section>
  );
}
