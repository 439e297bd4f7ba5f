import type { Order } from '../../../contract/orders';
import { OrderChart } from '../../charts/OrderChart';
import { percent, units } from '../../components/format';
import { Term } from '../../components/Term';

/** An order: how many, in one sentence and one picture, and what comes of it on average. */
export function OrderResult({ order, stale }: { order: Order; stale: boolean }) {
  const { quantity, service, expected, sentence } = order;
  return (
    <div class={stale ? 'stack stale' : 'stack'}>
      <div class="figures">
        <Figure
          large
          test="quantity"
          value={units(quantity)}
          explain="Rounded up to whole packs; by margin to what earns most."
        >
          {quantity === 1 ? 'unit' : 'units'} to order
        </Figure>
        <Figure
          value={percent(service)}
          explain="How often this stock meets all that is demanded until the next order comes."
        >
          service
        </Figure>
        <Figure value={units(expected.short)} explain="Units asked for in vain, on average.">
          short
        </Figure>
        <Figure
          value={units(expected.left)}
          explain="Units still there when the next order comes, on average."
        >
          left over
        </Figure>
        {expected.revenue !== null && (
          <Figure
            value={units(expected.revenue)}
            explain="The price times what is sold of the stock, on average."
          >
            revenue
          </Figure>
        )}
        {expected.margin !== null && (
          <Figure
            value={units(expected.margin)}
            explain="What is earned on what sells, less what is lost on what is left over, on average."
          >
            margin
          </Figure>
        )}
      </div>
      <p class="sentence" role="status" data-testid="order-sentence">
        {sentence}
      </p>
      <OrderChart order={order} />
      <p class="legend">
        <span>Height: the chance that more is demanded</span>
        <span class="swatch up">demand that is met</span>
        <span class="swatch down">demand beyond the stock</span>
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
