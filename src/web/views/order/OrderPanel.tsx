import { useState } from 'preact/hooks';
import type { OrdersResponse } from '../../../contract/orders';
import { postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { orderTermsOf, usualOrder } from '../../state/orderTerms';
import { useAnswer } from '../../state/useAnswer';
import { OrderForm } from './OrderForm';
import { OrderResult } from './OrderResult';

interface OrderPanelProps {
  /** The product as the API takes it. */
  item: Record<string, unknown>;
  /** Whether the product has a price. */
  priced: boolean;
  /** The model of the forecast, and the weeks that it forecasts. */
  model: string;
  horizon: number;
}

/** How many to order, from stock and times and a service, or from what earns most. */
export function OrderPanel({ item, priced, model, horizon }: OrderPanelProps) {
  const [sheet, setSheet] = useState(() => usualOrder(horizon));
  const { terms, errors } = orderTermsOf(sheet, horizon, priced);
  const request = { items: [{ ...item, ...terms }], model };
  const { phase, value, error, retry } = useAnswer({
    key: terms && JSON.stringify(request),
    ask: (signal) => postJson<OrdersResponse>('/orders', request, signal),
  });
  const order = value?.items[0];
  return (
    <section class="card form" aria-labelledby="order-title" aria-busy={phase === 'loading'}>
      <h2 id="order-title">How many to order?</h2>
      <OrderForm sheet={sheet} errors={errors} onChange={setSheet} />
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {!order && phase === 'loading' && <Loading what="Deciding" />}
      {order && <OrderResult order={order} stale={phase !== 'done'} />}
    </section>
  );
}
