import { useEffect, useState } from 'preact/hooks';
import { money, sentenceOf, units } from '../../components/format';
import { t } from '../../languages/speech';
import { FailureNote } from '../../components/Notes';
import { orderTermsOf, usualOrder } from '../../state/orderTerms';
import type { SheetResult } from '../catalog/sheetRun';
import { useHorizon } from '../../state/useHorizon';
import { OrderForm } from './OrderForm';
import { OrderRun } from './orderRun';

const REDRAW_MS = 200;

interface SheetOrdersProps {
  results: SheetResult[];
  run: OrderRun | null;
  onRun: (run: OrderRun) => void;
  /** Called when an order run ends. */
  onDone: () => void;
}

/** Orders for all lines of a sheet: default terms, and the totals. */
export function SheetOrders({ results, run, onRun, onDone }: SheetOrdersProps) {
  const horizon = useHorizon('') ?? results[0]!.forecast.forecast.length;
  const [sheet, setSheet] = useState(() => usualOrder(horizon));
  const [, redraw] = useState(0);
  const costs = results.some(({ asked }) => asked.terms.unit_cost !== undefined);
  const prices = results.some(({ asked }) => asked.item.price || asked.item.sku);
  const { terms, errors } = orderTermsOf(sheet, horizon, prices);
  // Each line may have its own cost.
  const named = costs && errors.unit_cost && sheet.unit_cost.trim() === '';
  const ready = terms ?? (named ? orderTermsOf({ ...sheet, unit_cost: '1' }, horizon, prices).terms : null);
  useEffect(() => {
    if (run?.state !== 'running') return undefined;
    const timer = setInterval(() => {
      redraw((tick) => tick + 1);
      if (run.state !== 'running') onDone();
    }, REDRAW_MS);
    return () => clearInterval(timer);
  }, [run]);
  const start = () => {
    run?.stop();
    if (!ready) return;
    const { unit_cost, ...others } = ready;
    onRun(new OrderRun(results, named ? others : { ...others, unit_cost }));
  };
  return (
    <section class="card form" aria-labelledby="sheet-orders-title">
      <h2 id="sheet-orders-title">{t('order.sheet.title')}</h2>
      <p class="figure-caption">{t('order.sheet.note')}</p>
      <OrderForm
        sheet={sheet}
        errors={named ? { ...errors, unit_cost: undefined } : errors}
        onChange={setSheet}
      />
      <div class="actions">
        <button type="button" class="primary" disabled={!ready || run?.state === 'running'} onClick={start}>
          {t('order.sheet.order', { count: results.length })}
        </button>
      </div>
      {run?.state === 'running' && (
        <progress
          aria-label={t('order.sheet.decided')}
          max={run.total}
          value={run.orders.size + run.bad.length}
        />
      )}
      {run?.failure && <FailureNote error={run.failure} retry={start} />}
      {run && run.state !== 'running' && <Totals run={run} />}
    </section>
  );
}

function Totals({ run }: { run: OrderRun }) {
  const { orders, units: ordered, revenue, margin } = run.totals;
  const said = (name: 'revenue' | 'margin', { sum, of }: { sum: number; of: number }) =>
    of === 0
      ? []
      : [
          of < run.orders.size
            ? t(`order.sheet.${name}_of`, { sum: money(sum), count: of })
            : t(`order.sheet.${name}`, { sum: money(sum) }),
        ];
  const told = [
    t('order.sheet.totals', { count: orders, units: units(ordered) }),
    ...said('revenue', revenue),
    ...said('margin', margin),
  ];
  return (
    <>
      <p class="sentence" role="status" data-testid="order-totals">
        {sentenceOf(told)}
      </p>
      {run.bad.length > 0 && (
        <details>
          <summary>{t('order.sheet.without', { count: run.bad.length })}</summary>
          <ul tabIndex={0}>
            {run.bad.slice(0, 500).map(({ line, reason }) => (
              <li key={line}>{t('common.line', { line: String(line), reason })}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
