import { dayOf } from '../../common/day';
import { mondayOf } from '../../common/week';
import { completeAnswer, fedAnswer, thinWarning } from '../../contract/saleAnswers';
import {
  completeRequest,
  MAX_SALES,
  sale,
  saleLineQuery,
  salesRequest,
  weeksRequest,
} from '../../contract/sales';
import type { ForecastService } from '../../contract/service';
import type { CatalogWriter } from '../../registry/writer/storeWriter';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { inOrder, parted } from '../exchange/parted';
import { type AddSales, saleLines } from '../stream/saleLines';
import type { Metrics } from '../watch/metrics';

const tag = 'Sales';

export interface SalesParts {
  writer: CatalogWriter;
  service: Pick<ForecastService, 'followed'>;
  metrics: Pick<Metrics, 'salesSent'>;
}

/** Sales while the server runs. All of it is on disk before it is answered, and may be sent again. */
export function salesEndpoints(parts: SalesParts): Endpoint[] {
  return [addSales(parts), setWeeks(parts), completeSales(parts)];
}

function addSales({ writer, service, metrics }: SalesParts): Endpoint {
  const add: AddSales = async (sales, source, before) => {
    const sent = { source, sales, toldFrom: before };
    const { completeUntil, refused, toldFrom, ...fed } = await writer.write('addSales', sent);
    await service.followed();
    return { fed: { ...fed, complete_until: completeUntil }, refused, toldFrom };
  };
  return endpoint({
    method: 'post',
    path: '/sales',
    tag,
    scope: 'write',
    summary: 'Add sales, each id once',
    description:
      `1 to ${MAX_SALES} sales as JSON; any number as NDJSON, one sale a line, \`source\` in the query: then an answer ` +
      'comes for each group of lines that was stored. A bad sale refuses itself alone.',
    body: salesRequest,
    countLimits: [{ field: 'sales', most: MAX_SALES }],
    answer: { schema: fedAnswer },
    lines: {
      line: sale,
      answer: fedAnswer,
      query: saleLineQuery,
      handle: (request, query, exchange) =>
        saleLines(add, request, query, exchange, (answer) => metrics.salesSent(answer)),
    },
    handle: async ({ body }) => {
      const { taken, refused, pathOf } = parted(body.sales, 'sales');
      const { fed, refused: others } = await add(taken, body.source);
      const answer = { ...fed, refused: inOrder(refused, others, pathOf) };
      metrics.salesSent(answer);
      return { json: answer };
    },
  });
}

function setWeeks({ writer, service, metrics }: SalesParts): Endpoint {
  return endpoint({
    method: 'put',
    path: '/sales/weeks',
    tag,
    scope: 'write',
    summary: "Set the totals of products' weeks",
    description:
      'A total replaces the one before it. A week has a total or single sales: what comes later of the other kind is refused.',
    body: weeksRequest,
    countLimits: [{ field: 'weeks', most: MAX_SALES }],
    answer: { schema: fedAnswer },
    handle: async ({ body }) => {
      const { taken, refused, pathOf } = parted(body.weeks, 'weeks');
      const { completeUntil, ...fed } = await writer.write('setWeeks', taken);
      await service.followed();
      const answer = {
        ...fed,
        refused: inOrder(refused, fed.refused, pathOf),
        complete_until: completeUntil,
      };
      metrics.salesSent(answer);
      return { json: answer };
    },
  });
}

function completeSales({ writer, service }: SalesParts): Endpoint {
  return endpoint({
    method: 'post',
    path: '/sales/complete',
    tag,
    scope: 'write',
    summary: 'Say that all sales up to a day have been sent',
    description:
      'Weeks that end by then are whole: they become lags and actuals, and products without a sale in them sold nothing.',
    body: completeRequest,
    answer: { schema: completeAnswer },
    handle: async ({ body }) => {
      const { completeUntil, lastWeek, closed, thin } = await writer.write(
        'completeSales',
        dayOf(body.until),
      );
      await service.followed();
      const weeks = thin.map((each) => ({ ...each, week: mondayOf(each.week) }));
      return {
        json: {
          complete_until: completeUntil,
          last_week: lastWeek === null ? null : mondayOf(lastWeek),
          closed: closed.map(mondayOf),
          thin: weeks,
          warning: thinWarning(weeks),
        },
      };
    },
  });
}
