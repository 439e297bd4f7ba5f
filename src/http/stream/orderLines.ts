import { z } from 'zod';
import { forecastOptions } from '../../contract/forecastRequests';
import { orderItem, type OrderItem } from '../../contract/orders';
import type { ForecastService } from '../../contract/service';
import { parseJson } from '../exchange/body';
import { validated } from '../exchange/validate';
import type { LineWork } from './answerLines';

const TOGETHER = 32;

/** Options of a stream of orders, which has no body for them. */
export const orderLineQuery = z.strictObject({ model: forecastOptions.shape.model });

export function orderLines(
  service: ForecastService,
  query: z.infer<typeof orderLineQuery>,
): LineWork<OrderItem> {
  return {
    check: () => service.checkServing(query),
    together: TOGETHER,
    parse: (bytes) => validated(orderItem, parseJson(bytes)),
    run: async (items, call) => {
      const answer = await service.orders({ items, ...query }, call);
      return answer.items.map((order) => JSON.stringify(order));
    },
  };
}
