import { useState } from 'preact/hooks';
import type { WhatifResponse } from '../../../contract/forecasting';
import { postJson } from '../../api/client';
import { FailureNote } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { sheetFrom, sheetParams, toItem, type ProductSheet } from '../../state/productSheet';
import { shown, useLatest } from '../../state/useLatest';
import { addVariants, toChange, variantsFrom, type Variant } from '../../state/variants';
import { VariantForm } from './VariantForm';
import { VariantMultiples } from './VariantMultiples';

interface ViewProps {
  params: URLSearchParams;
  replaceParams: (params: URLSearchParams) => void;
}

const EXAMPLE_SHEET: ProductSheet = {
  description: 'Hand-painted ceramic mug, midnight blue, 350 ml',
  promo_text: '',
  price: '8.95',
  date: '',
  sales: '',
};
const EXAMPLE_VARIANTS: Variant[] = [
  { promo_text: 'Front page of the flyer: 2 for 1', price: '', date: '' },
  { promo_text: '', price: '6.95', date: '' },
];
const MOST_VARIANTS = 8;

/** The same product under different promotions, prices and launch weeks, side by side. */
export function WhatIf({ params, replaceParams }: ViewProps) {
  const given = params.size > 0;
  const [sheet, setSheet] = useState(() => (given ? sheetFrom(params) : EXAMPLE_SHEET));
  const [variants, setVariants] = useState(() => {
    const own = variantsFrom(params);
    return own.length > 0 ? own : EXAMPLE_VARIANTS;
  });
  const [attempt, setAttempt] = useState(0);
  const [copied, setCopied] = useState(false);
  const update = (nextSheet: ProductSheet, nextVariants: Variant[]) => {
    setSheet(nextSheet);
    setVariants(nextVariants);
    setCopied(false);
    replaceParams(addVariants(sheetParams(nextSheet), nextVariants));
  };
  const { item, errors } = toItem(sheet);
  const changes = variants.map(toChange);
  const request = { item, variants: changes };
  const usable = item !== null && changes.length > 0 && changes.every((change) => change !== null);
  const key = usable ? `${attempt}${JSON.stringify(request)}` : null;
  const answer = useLatest(key, (signal) => postJson<WhatifResponse>('/whatif', request, signal));
  const result = shown(answer);
  const share = async () => {
    replaceParams(addVariants(sheetParams(sheet), variants));
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    setCopied(true);
  };
  return (
    <>
      <header class="view-head">
        <h1>What if?</h1>
        <p>
          One product under different promotions, prices and launch weeks. The difference is to the product as
          it stands.
        </p>
      </header>
      <div class="split">
        <div class="stack">
          <section class="card" aria-label="Product as it stands">
            <h2>As it stands</h2>
            <ProductForm sheet={sheet} errors={errors} onChange={(next) => update(next, variants)} />
          </section>
          {variants.map((variant, index) => (
            <VariantForm
              key={index}
              number={index + 1}
              variant={variant}
              onChange={(next) => update(sheet, variants.with(index, next))}
              onRemove={variants.length > 1 ? () => update(sheet, variants.toSpliced(index, 1)) : undefined}
            />
          ))}
          <div class="actions">
            <button
              type="button"
              disabled={variants.length >= MOST_VARIANTS}
              onClick={() => update(sheet, [...variants, { promo_text: '', price: '', date: '' }])}
            >
              Add a variant
            </button>
            <button type="button" class="primary" onClick={share}>
              {copied ? 'Address copied' : 'Share this comparison'}
            </button>
          </div>
        </div>
        <div class="stack sticky" aria-live="polite" aria-busy={answer.phase === 'loading'}>
          {answer.phase === 'failed' && (
            <FailureNote error={answer.error} retry={() => setAttempt(attempt + 1)} />
          )}
          {result && <VariantMultiples result={result} variants={variants} stale={answer.phase !== 'done'} />}
          {!result && answer.phase === 'loading' && (
            <div class="skeleton" role="status" aria-label="Forecasting" />
          )}
          {answer.phase === 'idle' && (
            <p class="empty">Describe the product and one change to compare them.</p>
          )}
        </div>
      </div>
    </>
  );
}
