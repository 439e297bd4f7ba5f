import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { forecastOptions } from '../../contract/forecasting';
import { orderItem } from '../../contract/orders';
import type { ForecastService } from '../../contract/service';
import { parseJson } from '../exchange/body';
import type { Exchange } from '../exchange/exchange';
import type { LineReply } from '../exchange/reply';
import { validated } from '../exchange/validate';
import { answerLines } from './answerLines';

const TOGETHER = 32;

/** Options of a stream of orders, which has no body of its own to hold them. */
export const orderLineQuery = z.strictObject({ model: forecastOptions.shape.model });

export function orderLines(
  service: ForecastService,
  request: IncomingMessage,
  { model }: z.infer<typeof orderLineQuery>,
  exchange: Exchange,
): LineReply {
  const lines = answerLines(request, exchange, {
    together: TOGETHER,
    parse: (bytes) => validated(orderItem, parseJson(bytes)),
    run: async (items, call) => {
      const answer = await service.orders({ items, model }, call);
      return answer.items.map((order) => JSON.stringify(order));
    },
  });
  return { lines, contentType: 'application/x-ndjson' };
}
