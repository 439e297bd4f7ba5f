import type { Order, OrderTerms } from '../../../contract/orders';
import { OrderChart } from '../../charts/OrderChart';
import { amount, money, percent, units } from '../../components/format';
import { Term } from '../../components/Term';
import { t } from '../../languages/speech';
import { orderSentence } from '../../components/orderSentence';

interface ResultProps {
  order: Order;
  /** The terms of the order. */
  terms: Partial<OrderTerms>;
  stale: boolean;
}

/** An order: the quantity as a sentence and a chart, and its expected results. */
export function OrderResult({ order, terms, stale }: ResultProps) {
  const { quantity, service, expected } = order;
  return (
    <div class={stale ? 'stack stale' : 'stack'}>
      <div class="figures">
        <Figure large test="quantity" value={amount(quantity)} explain={t('order.figure.orderTerm')}>
          {t('order.figure.order', { count: quantity })}
        </Figure>
        <Figure value={percent(service)} explain={t('order.figure.serviceTerm')}>
          {t('order.figure.service')}
        </Figure>
        <Figure value={units(expected.sold)} explain={t('order.figure.soldTerm')}>
          {t('order.figure.sold')}
        </Figure>
        <Figure value={units(expected.short)} explain={t('order.figure.shortTerm')}>
          {t('order.figure.short')}
        </Figure>
        <Figure value={units(expected.left)} explain={t('order.figure.leftTerm')}>
          {t('order.figure.left')}
        </Figure>
        {expected.revenue !== null && (
          <Figure value={money(expected.revenue)} explain={t('order.figure.revenueTerm')}>
            {t('order.figure.revenue')}
          </Figure>
        )}
        {expected.margin !== null && (
          <Figure value={money(expected.margin)} explain={t('order.figure.marginTerm')}>
            {t('order.figure.margin')}
          </Figure>
        )}
      </div>
      <p class="sentence" role="status" data-testid="order-sentence">
        {orderSentence(order, terms)}
      </p>
      <OrderChart order={order} />
      <p class="legend">
        <span class="words-only">{t('order.chart.height')}</span>
        <span class="swatch up">{t('order.chart.met')}</span>
        <span class="swatch down">{t('order.chart.beyond')}</span>
      </p>
    </div>
  );
}

interface FigureProps {
  value: string;
  explain: string;
  children: preact.ComponentChildren;
  large?: boolean;
  test?: string;
}

function Figure({ value, explain, children, large = false, test }: FigureProps) {
  return (
    <div>
      <div class={large ? 'figure-large' : 'figure-range'} data-testid={test}>
        {value}
      </div>
      <div class="figure-caption">
        <Term explain={explain}>{children}</Term>
      </div>
    </div>
  );
}
