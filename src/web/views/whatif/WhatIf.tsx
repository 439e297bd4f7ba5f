import type { ComponentChildren } from 'preact';
import { ViewHead } from '../../components/ViewHead';
import type { WhatifResponse } from '../../../contract/forecastAnswers';
import { postJson } from '../../api/client';
import { Legend } from '../../charts/Legend';
import { price } from '../../components/format';
import { FailureNote } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { addressOf, type ViewProps } from '../../state/address';
import { parsePrice } from '../../state/parsePrice';
import { optionsOf, type ProductSheet, toItem } from '../../state/productSheet';
import { useModels } from '../../state/models';
import { useHorizon } from '../../state/useHorizon';
import { useAnswer } from '../../state/useAnswer';
import { useColumns } from '../../state/useColumns';
import { awaitsExample, useExample } from '../../state/useExample';
import {
  comparisonFrom,
  comparisonParams,
  MOST_VARIANTS,
  NO_CHANGE,
  toChange,
  type Comparison,
} from '../../state/variants';
import { Outcome } from './Outcome';
import { KeepCard } from '../keep/KeepCard';
import { VariantFields } from './VariantFields';
import { t } from '../../languages/speech';

/** The same product with different promotions, prices and launch weeks, side by side on one scale. */
export function WhatIf({ params, setParams }: ViewProps) {
  const opening = useExample();
  const comparison = comparisonFrom(params, opening.value);
  const { sheet, variants } = comparison;
  const models = useModels();
  const columns = useColumns(sheet.model);
  const { item, errors } = toItem(sheet, columns);
  const changes = variants.map(toChange);
  const request = { item, variants: changes, ...optionsOf(sheet, useHorizon(sheet.model)) };
  const usable = item !== null && !changes.includes(null);
  const { phase, value, error, retry } = useAnswer({
    key: usable ? JSON.stringify(request) : null,
    ask: (signal) => postJson<WhatifResponse>('/whatif', request, signal),
  });
  const update = (change: Partial<Comparison>) => setParams(comparisonParams({ ...comparison, ...change }));
  const answer = value?.variants.length === variants.length ? value : null;
  const shared = { phase, base: answer?.base, top: answer ? highest(answer) : 0 };
  return (
    <>
      <ViewHead title={t('whatif.title')} about={t('whatif.note')} />
      {!awaitsExample(opening, params) && (
        <div class="split">
          <section class="card sticky" aria-labelledby="base-title">
            <h2 id="base-title">{t('whatif.asIs')}</h2>
            <ProductForm sheet={sheet} errors={errors} onChange={(next) => update({ sheet: next })} />
          </section>
          <div class="stack">
            {phase === 'idle' && opening.error && <FailureNote error={opening.error} retry={opening.retry} />}
            {phase === 'failed' && <FailureNote error={error} retry={retry} />}
            {!item && !columns && !opening.error && models.error && (
              <FailureNote error={models.error} retry={models.retry} />
            )}
            <div class="multiples" aria-busy={phase === 'loading'}>
              <AsIs sheet={sheet} outcome={<Outcome {...shared} forecast={answer?.base} />} />
              {variants.map((variant, index) => (
                <section
                  key={index}
                  class="card multiple"
                  aria-label={t('whatif.variant', { number: index + 1 })}
                >
                  <VariantFields
                    number={index + 1}
                    variant={variant}
                    onChange={(next) => update({ variants: variants.with(index, next) })}
                    onRemove={
                      variants.length > 1
                        ? () => update({ variants: variants.toSpliced(index, 1) })
                        : undefined
                    }
                  />
                  <Outcome
                    {...shared}
                    forecast={answer?.variants[index]}
                    difference={answer?.variants[index]?.difference}
                  />
                </section>
              ))}
              {variants.length < MOST_VARIANTS && (
                <button
                  type="button"
                  class="add"
                  onClick={() => update({ variants: [...variants, NO_CHANGE] })}
                >
                  {t('whatif.add')}
                </button>
              )}
            </div>
            <Legend beside={t('whatif.beside')} />
            {item && <KeepCard address={addressOf('whatif', comparisonParams(comparison)).slice(2)} />}
          </div>
        </div>
      )}
    </>
  );
}

/** The product, which the variants change. */
function AsIs({ sheet, outcome }: { sheet: ProductSheet; outcome: ComponentChildren }) {
  return (
    <section class="card multiple" aria-label={t('whatif.asIsForecast')}>
      <div>
        <h2>{t('whatif.asIs')}</h2>
        <p class="clamped" dir="auto">
          {sheet.description || t('whatif.describe')}
        </p>
        <p class="figure-caption">{listedPlan(sheet)}</p>
      </div>
      {outcome}
    </section>
  );
}

/** Upper end of the shared scale of all charts. */
function highest({ base, variants }: WhatifResponse): number {
  return Math.max(...[base, ...variants].flatMap(({ forecast }) => forecast.map((week) => week.p90)));
}

function listedPlan({ price: typed, promo_text: promotion }: ProductSheet): string {
  const asked = parsePrice(typed);
  const at = asked === null ? t('whatif.noPrice') : t('whatif.atPrice', { price: price(asked) });
  const text = promotion.trim() ? t('whatif.withPromotion') : t('whatif.noPromotion');
  return t('common.comma', { first: at, rest: text });
}
