import { useState } from 'preact/hooks';
import type { OrdersResponse } from '../../../contract/orders';
import { postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { orderTermsOf, usualOrder } from '../../state/orderTerms';
import { useAnswer } from '../../state/useAnswer';
import { OrderForm } from './OrderForm';
import { OrderResult } from './OrderResult';
import { t } from '../../languages/speech';

interface OrderPanelProps {
  /** The product for the API. */
  item: Record<string, unknown>;
  /** Whether the product has a price. */
  priced: boolean;
  /** The model of the forecast, and its horizon. */
  model: string;
  horizon: number;
}

/** The order quantity, from stock, lead times and a service level, or for the highest margin. */
export function OrderPanel({ item, priced, model, horizon }: OrderPanelProps) {
  const [sheet, setSheet] = useState(() => usualOrder(horizon));
  const { terms, errors } = orderTermsOf(sheet, horizon, priced);
  const request = { items: [{ ...item, ...terms }], model };
  const { phase, value, error, retry } = useAnswer({
    key: terms && JSON.stringify(request),
    ask: async (signal) => ({
      terms: terms ?? {},
      order: (await postJson<OrdersResponse>('/orders', request, signal)).items[0]!,
    }),
  });
  return (
    <section class="card form" aria-labelledby="order-title" aria-busy={phase === 'loading'}>
      <h2 id="order-title">{t('order.title')}</h2>
      <OrderForm sheet={sheet} errors={errors} onChange={setSheet} />
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {!value && phase === 'loading' && <Loading what={t('order.deciding')} />}
      {value && <OrderResult {...value} stale={phase !== 'done'} />}
    </section>
  );
}
