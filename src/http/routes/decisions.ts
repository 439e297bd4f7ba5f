import { MAX_ASSORTMENT, MAX_ITEMS } from '../../contract/limits';
import {
  assortmentRequest,
  assortmentResponse,
  order,
  orderItem,
  ordersRequest,
  ordersResponse,
} from '../../contract/orders';
import type { ForecastService } from '../../contract/service';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { answerLines } from '../stream/answerLines';
import { orderLineQuery, orderLines } from '../stream/orderLines';

const tag = 'Decisions';
const errors = ['unknown_model', 'text_refused'] as const;

export function decisionEndpoints(service: ForecastService): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/orders',
      tag,
      scope: 'read',
      summary: 'How much to order of products',
      description:
        `Demand over lead and review weeks together, and the order that meets it. 1 to ${MAX_ITEMS} items as JSON; any ` +
        'number as NDJSON, one item a line, options in the query.',
      body: ordersRequest,
      countLimits: [{ field: 'items', most: MAX_ITEMS }],
      answer: { schema: ordersResponse },
      errors: [...errors],
      lines: {
        line: orderItem,
        answer: order,
        query: orderLineQuery,
        handle: (request, query, exchange) => answerLines(request, exchange, orderLines(service, query)),
      },
      handle: async ({ body, exchange }) => {
        const answer = await service.orders(body, exchange);
        return { json: answer, timings: answer.timings };
      },
    }),
    endpoint({
      method: 'post',
      path: '/assortment',
      tag,
      scope: 'read',
      summary: 'What many products sell together',
      description: `Totals over 1 to ${MAX_ASSORTMENT} items, or without any over the products of the catalog on sale.`,
      body: assortmentRequest,
      countLimits: [{ field: 'items', most: MAX_ASSORTMENT }],
      answer: { schema: assortmentResponse },
      errors: [...errors],
      handle: async ({ body, exchange }) => {
        const answer = await service.assortment(body, exchange);
        return { json: answer, timings: answer.timings };
      },
    }),
  ];
}
