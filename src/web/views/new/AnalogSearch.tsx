import { useState } from 'preact/hooks';
import type { CatalogPage } from '../../../contract/catalog';
import { getJson } from '../../api/client';
import { Field } from '../../components/Field';
import { t } from '../../languages/speech';
import { useAnswer } from '../../state/useAnswer';

const SHOWN = 5;

/** A search for a known product to mark as similar. */
export function AnalogSearch({ onPick }: { onPick: (sku: string) => void }) {
  const [search, setSearch] = useState('');
  const query = String(new URLSearchParams({ search, limit: String(SHOWN) }));
  const { value } = useAnswer({
    key: search.trim() === '' ? null : query,
    ask: (signal) => getJson<CatalogPage>(`/catalog?${query}`, signal),
  });
  return (
    <div class="card-note">
      <Field
        label={t('forecast.analogs.choose')}
        control={(props) => (
          <input
            {...props}
            type="search"
            placeholder={t('forecast.analogs.chooseHint')}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        )}
      />
      {value?.items.map(({ sku, description }) => (
        <button
          key={sku}
          type="button"
          class="quiet"
          onClick={() => {
            setSearch('');
            onPick(sku);
          }}
        >
          {t('forecast.analogs.pick', { product: `${sku} ${description}` })}
        </button>
      ))}
      {value?.total === 0 && <p>{t('catalog.noMatch')}</p>}
    </div>
  );
}
