import { useState } from 'preact/hooks';
import type { WhatifResponse } from '../../../contract/forecasting';
import { postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { addressOf, type ViewProps } from '../../state/address';
import { toItem } from '../../state/productSheet';
import { useAnswer } from '../../state/useAnswer';
import {
  comparisonFrom,
  comparisonParams,
  MOST_VARIANTS,
  NO_CHANGE,
  toChange,
  type Comparison,
} from '../../state/variants';
import { VariantForm } from './VariantForm';
import { VariantMultiples } from './VariantMultiples';

/** The same product under different promotions, prices and launch weeks, side by side. */
export function WhatIf({ params, setParams }: ViewProps) {
  const comparison = comparisonFrom(params);
  const { sheet, variants } = comparison;
  const { item, errors } = toItem(sheet);
  const changes = variants.map(toChange);
  const request = { item, variants: changes };
  const usable = item !== null && changes.length > 0 && !changes.includes(null);
  const { phase, value, error, retry } = useAnswer({
    key: usable ? JSON.stringify(request) : null,
    ask: async (signal) => ({
      variants,
      result: await postJson<WhatifResponse>('/whatif', request, signal),
    }),
  });
  const update = (change: Partial<Comparison>) => setParams(comparisonParams({ ...comparison, ...change }));
  return (
    <>
      <header class="view-head">
        <h1>What if?</h1>
        <p>One product under different promotions, prices and launch weeks, side by side.</p>
      </header>
      <div class="split">
        <div class="stack">
          <section class="card" aria-labelledby="base-title">
            <h2 id="base-title">As it stands</h2>
            <ProductForm sheet={sheet} errors={errors} onChange={(next) => update({ sheet: next })} />
          </section>
          {variants.map((variant, index) => (
            <VariantForm
              key={index}
              number={index + 1}
              variant={variant}
              onChange={(next) => update({ variants: variants.with(index, next) })}
              onRemove={
                variants.length > 1 ? () => update({ variants: variants.toSpliced(index, 1) }) : undefined
              }
            />
          ))}
          <div class="actions">
            <button
              type="button"
              disabled={variants.length >= MOST_VARIANTS}
              onClick={() => update({ variants: [...variants, NO_CHANGE] })}
            >
              Add a variant
            </button>
            <Share comparison={comparison} />
          </div>
        </div>
        <div class="stack sticky" aria-live="polite" aria-busy={phase === 'loading'}>
          {phase === 'failed' && <FailureNote error={error} retry={retry} />}
          {value && <VariantMultiples {...value} stale={phase !== 'done'} />}
          {!value && phase === 'loading' && <Loading what="Forecasting" />}
          {phase === 'idle' && <p class="empty">Describe the product and one change to compare them.</p>}
        </div>
      </div>
    </>
  );
}

/** The comparison is its address: whoever opens it sees the same, and nothing is stored. */
function Share({ comparison }: { comparison: Comparison }) {
  const address = new URL(addressOf('whatif', comparisonParams(comparison)), location.href).href;
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    if (!done) prompt('Copy this address:', address);
    setCopied(address);
  };
  return (
    <button type="button" class="primary" onClick={copy}>
      {copied === address ? 'Address copied' : 'Share'}
    </button>
  );
}
