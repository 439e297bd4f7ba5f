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
import { t } from '../../languages/speech';
import { WideTable } from '../../components/WideTable';

const PAGE = 25;

/** The products of the catalog, with a search by code and description. */
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
          {t('catalog.title')}{' '}
          {value?.synthetic && (
            <Term explain={t('catalog.syntheticTerm')}>
              <span class="badge">{t('catalog.synthetic')}</span>
            </Term>
          )}
        </h2>
        <Field
          label={t('catalog.search')}
          control={(props) => (
            <input
              {...props}
              type="search"
              placeholder={t('catalog.searchHint')}
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
      {!value && phase === 'loading' && <Loading what={t('catalog.loading')} />}
      {value?.total === 0 && <p class="empty">{search ? t('catalog.noMatch') : t('catalog.empty')}</p>}
      {value && value.total > 0 && <Products items={value.items} />}
      {value && <Pager offset={offset} size={PAGE} total={value.total} onOffset={setOffset} />}
    </section>
  );
}

function Products({ items }: { items: CatalogPage['items'] }) {
  return (
    <WideTable label={t('common.scrolls', { table: t('catalog.label') })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('catalog.number')}</th>
            <th scope="col">{t('common.description')}</th>
            <th scope="col" class="number">
              {t('common.price')}
            </th>
            <th scope="col" class="number">
              {t('catalog.last4')}
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
    </WideTable>
  );
}
