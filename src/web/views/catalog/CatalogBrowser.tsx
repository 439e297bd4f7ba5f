import { useState } from 'preact/hooks';
import type { CatalogPage } from '../../../contract/catalog';
import { getJson } from '../../api/client';
import { Field } from '../../components/Field';
import { price, units } from '../../components/format';
import { FailureNote, Loading } from '../../components/Notes';
import { Pager } from '../../components/Pager';
import { Term } from '../../components/Term';
import { addressOf } from '../../state/address';
import { useAnswer } from '../../state/useAnswer';

const PAGE = 25;

/** The products that the catalog knows, with a search over number and description. */
export function CatalogBrowser() {
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const query = String(new URLSearchParams({ search, offset: String(offset), limit: String(PAGE) }));
  const { phase, value, error, retry } = useAnswer({
    key: query,
    ask: (signal) => getJson<CatalogPage>(`/catalog?${query}`, signal),
  });
  return (
    <section class="card form" aria-labelledby="known-title">
      <div class="card-head">
        <h2 id="known-title">
          Products in the catalog{' '}
          {value?.synthetic && (
            <Term explain="These products and their sales were made up, so that there is something to try. They go when you ingest sales of your own.">
              <span class="badge">synthetic demo shop</span>
            </Term>
          )}
        </h2>
        <Field
          label="Search"
          control={(props) => (
            <input
              {...props}
              type="search"
              placeholder="words or number"
              value={search}
              onInput={(event) => {
                setSearch(event.currentTarget.value);
                setOffset(0);
              }}
            />
          )}
        />
      </div>
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {!value && phase === 'loading' && <Loading what="Loading the catalog" />}
      {value?.total === 0 && (
        <p class="empty">
          {search ? (
            'No product matches.'
          ) : (
            <span>
              The catalog is empty. <code>shelfcast ingest</code> fills it with sales.
            </span>
          )}
        </p>
      )}
      {value && value.total > 0 && <Products items={value.items} />}
      {value && <Pager offset={offset} size={PAGE} total={value.total} onOffset={setOffset} />}
    </section>
  );
}

function Products({ items }: { items: CatalogPage['items'] }) {
  return (
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
          {items.map((product) => (
            <tr key={product.sku}>
              <td class="code">
                <a href={addressOf('catalog', new URLSearchParams({ sku: product.sku }))}>{product.sku}</a>
              </td>
              <td class="text" dir="auto">
                {product.description}
              </td>
              <td class="number">{price(product.price)}</td>
              <td class="number">{units(product.units_last_4_weeks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
