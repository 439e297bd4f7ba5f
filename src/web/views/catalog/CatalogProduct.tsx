import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CatalogProduct as Product } from '../../../contract/catalog';
import type { ForecastResponse } from '../../../contract/forecastAnswers';
import { getJson, postJson, RequestFailed } from '../../api/client';
import { WeeklyForecast } from '../../charts/WeeklyForecast';
import { forecastSentence } from '../../components/forecastSentence';
import { price } from '../../components/format';
import { HorizonChoice } from '../../components/HorizonChoice';
import { FailureNote, Loading, Warnings } from '../../components/Notes';
import { RangeFigure } from '../../components/RangeFigure';
import { addressOf } from '../../state/address';
import { useAnswer } from '../../state/useAnswer';
import { useExample } from '../../state/useExample';
import { useHorizon } from '../../state/useHorizon';
import { EMPTY_SHEET, type ProductSheet } from '../../state/productSheet';
import { typedPrice } from '../../state/parsePrice';
import { comparisonParams, suggest } from '../../state/variants';
import { AnalogsCard } from '../new/AnalogsCard';
import { Believe } from '../new/Believe';
import { taskOf } from '../new/taskOf';
import { Reasons } from '../new/Reasons';
import { OrderPanel } from '../order/OrderPanel';
import { t } from '../../languages/speech';
import { ForecastAndSold } from './ForecastAndSold';
import { SoldWeeks } from './SoldWeeks';

/** One known product: its past sales and its forecast. */
export function CatalogProduct({ sku }: { sku: string }) {
  const [weeks, setWeeks] = useState('');
  const most = useHorizon('');
  const {
    phase,
    value: known,
    error,
    retry,
  } = useAnswer({
    key: `${sku} ${weeks}`,
    ask: (signal) => load(sku, weeks, signal),
  });
  const isUnknown = error instanceof RequestFailed && error.code === 'not_found';
  // Nothing stays of a product that was deleted meanwhile.
  const value = isUnknown ? null : known;
  return (
    <>
      <header class="view-head">
        <p>
          <a href={addressOf('catalog')}>{t('catalog.product.all')}</a>
        </p>
        <h1 dir="auto">{value?.product.description ?? sku}</h1>
        {value && (
          <p>
            {value.product.price === null
              ? value.product.sku
              : t('catalog.product.soldAt', { sku: value.product.sku, price: price(value.product.price) })}
          </p>
        )}
      </header>
      <div class="stack">
        {phase === 'loading' && !value && <Loading what={t('catalog.product.loading')} />}
        {phase === 'failed' &&
          (isUnknown ? (
            <p class="empty">{t('catalog.product.unknown', { sku })}</p>
          ) : (
            <FailureNote error={error} retry={retry} />
          ))}
        {value && (
          <Loaded
            {...value}
            most={most}
            weeks={<HorizonChoice most={most} value={weeks} onChange={setWeeks} />}
          />
        )}
      </div>
    </>
  );
}

interface LoadedProps {
  product: Product;
  answer: ForecastResponse;
  /** The model's horizon in weeks; null if unknown. */
  most: number | null;
  /** The choice of weeks. */
  weeks: JSX.Element;
}

function Loaded({ product, answer, most, weeks }: LoadedProps) {
  const { value: opening } = useExample();
  const item = answer.items[0]!;
  const sheet: ProductSheet = {
    ...EMPTY_SHEET,
    sku: product.sku,
    description: product.description || product.sku,
    price: product.price === null ? '' : typedPrice(product.price),
  };
  return (
    <>
      <Warnings warnings={item.warnings} />
      <section class="card" aria-labelledby="next-title">
        <h2 id="next-title">
          {t('catalog.product.next', { count: item.forecast.length })}{' '}
          <span class="badge">{answer.model}</span>
        </h2>
        <RangeFigure forecast={item} numericOnly={item.numeric_only} />
        <p class="sentence">
          {forecastSentence(item, {
            which: 'next',
            withoutWords: item.numeric_only?.total.mean,
            knows: { sales: item.lag_depth > 0, price: product.price !== null },
          })}
        </p>
        {item.forecast.length > 0 && <Believe model={answer.model} task={taskOf(item)} />}
        {product.history.length > 0 ? (
          <SoldWeeks history={product.history} forecast={item.forecast} />
        ) : (
          <WeeklyForecast forecast={item} numericOnly={item.numeric_only} />
        )}
        {weeks}
        <p class="card-note actions">
          <a href={addressOf('whatif', comparisonParams(suggest(sheet, opening)))}>{t('forecast.compare')}</a>
        </p>
      </section>
      <ForecastAndSold sku={product.sku} history={product.history} />
      {item.forecast.length > 0 && (
        <OrderPanel
          item={{ sku: product.sku, description: sheet.description }}
          priced={product.price !== null}
          model={answer.model}
          horizon={most ?? item.forecast.length}
        />
      )}
      <Reasons sheet={sheet} result={item} />
      {item.analogs && <AnalogsCard analogs={item.analogs} />}
    </>
  );
}

async function load(
  sku: string,
  weeks: string,
  signal: AbortSignal,
): Promise<{ product: Product; answer: ForecastResponse }> {
  const product = await getJson<Product>(`/catalog/${encodeURIComponent(sku)}`, signal);
  const request = {
    items: [{ sku, description: product.description || sku }],
    compare: true,
    explain: true,
    ...(weeks && { horizon: Number(weeks) }),
  };
  return { product, answer: await postJson<ForecastResponse>('/embed-and-predict', request, signal) };
}
