import { dayOf } from '../../common/day';
import { skuKey } from '../../common/sku';
import { mondayOf } from '../../common/week';
import { Refused } from '../../contract/eachAlone';
import { ShelfcastError } from '../../contract/errors';
import {
  completeAnswer,
  fedAnswer,
  type FedAnswer,
  productsAnswer,
  removedAnswer,
  thinWarning,
} from '../../contract/saleAnswers';
import {
  completeRequest,
  MAX_PRODUCTS,
  MAX_SALES,
  productsRequest,
  sale,
  saleLineQuery,
  salesRequest,
  weeksRequest,
} from '../../contract/sales';
import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import { whenUnlocked } from '../../registry/database/database';
import { forgetWork } from '../../registry/jobs/jobFiles';
import type { ModelRegistry } from '../../registry/models/models';
import { isTrainedHere } from '../../registry/models/offeredModels';
import type { CatalogWriter } from '../../registry/writer/storeWriter';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { firstIssue } from '../exchange/validate';
import { type AddSales, saleLines } from '../stream/saleLines';
import type { Metrics } from '../watch/metrics';
import type { JobDesk } from './jobs';

const tag = 'Sales';

export interface SalesParts {
  catalog: Catalog;
  writer: CatalogWriter;
  service: Pick<ForecastService, 'followed' | 'forget'>;
  jobs: Pick<JobDesk, 'store'>;
  registry: ModelRegistry;
  metrics: Pick<Metrics, 'salesSent'>;
}

/** What a shop sends while the server runs. All of it lies on the disk before it is answered, and may be sent again. */
export function salesEndpoints({
  catalog,
  writer,
  service,
  jobs,
  metrics,
  registry,
}: SalesParts): Endpoint[] {
  const add: AddSales = async (sales, source, before) => {
    const sent = { source, sales, toldFrom: before };
    const { completeUntil, refused, toldFrom, ...fed } = await writer.write('addSales', sent);
    await service.followed();
    return { fed: { ...fed, complete_until: completeUntil }, refused, toldFrom };
  };
  return [
    endpoint({
      method: 'post',
      path: '/sales',
      scope: 'write',
      tag,
      summary: 'Add sales, each id once',
      description:
        `1 to ${MAX_SALES} sales as JSON; any number as NDJSON, one sale a line, \`source\` in the query: then an answer ` +
        'comes for each stretch of lines that has been stored. A bad sale refuses itself alone.',
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
    }),
    endpoint({
      method: 'put',
      path: '/sales/weeks',
      scope: 'write',
      tag,
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
    }),
    endpoint({
      method: 'post',
      path: '/sales/complete',
      scope: 'write',
      tag,
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
    }),
    endpoint({
      method: 'put',
      path: '/products',
      scope: 'write',
      tag,
      summary: 'Add products, or change what is said of them',
      description: 'Their texts are encoded before the answer: the next forecast has them as neighbours.',
      body: productsRequest,
      countLimits: [{ field: 'products', most: MAX_PRODUCTS }],
      answer: { schema: productsAnswer },
      handle: async ({ body }) => {
        const { taken, refused } = parted(body.products, 'products');
        const { added, changed } = await writer.write('putProducts', taken);
        await service.followed();
        return { json: { added, changed, unchanged: taken.length - added - changed, refused } };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/products/{sku}',
      scope: 'write',
      tag,
      summary: 'Remove a product and all that is known of it',
      description:
        'Its words, sales, ids, forecasts, launches, scenarios, vectors and cached embeddings are erased from the files. The answer names ' +
        'models whose directories keep what they were trained with.',
      answer: { schema: removedAnswer },
      errors: ['not_found', 'not_ready', 'queue_full'],
      handle: async ({ params }) => {
        const sku = skuKey(params.sku);
        const texts = catalog.texts(sku);
        // What cannot be erased here is said while the product can still be named again.
        await service.forget({ sku, texts });
        if (!(await writer.write('removeProduct', sku))) {
          throw new ShelfcastError('not_found', 'The catalog has no product of this code; see GET /catalog.');
        }
        // A training that has read its sales begins again without them.
        await whenUnlocked(() => jobs.store.restartAll());
        await forgetWork(catalog.file);
        const models = await service.forget({ sku, texts });
        return { json: { sku, models, next: withoutProduct(models, registry, catalog.file) } };
      },
    }),
  ];
}

/** What rids models of a product that they were trained with. */
function withoutProduct(
  models: readonly string[],
  registry: ModelRegistry,
  registryFile: string,
): string | null {
  const known = models.flatMap((name) => registry.get(name) ?? []);
  const trained = known.filter((model) => isTrainedHere(model, registryFile));
  const others = known.filter((model) => !trained.includes(model)).map(({ name }) => `'${name}'`);
  const steps = [
    ...(known.some(({ active }) => active)
      ? ['train without it by POST /train and activate the new model']
      : []),
    ...trained.map(({ name }) => `DELETE /models/${name}`),
    ...(others.length > 0 ? [`remove the directories of ${others.join(', ')} on the server's machine`] : []),
  ];
  return steps.length > 0 ? `To be rid of it in models: ${steps.join('; then ')}.` : null;
}

/** What can be taken, and what its schema refuses. */
function parted<T>(elements: readonly (T | Refused)[], field: string) {
  const taken: T[] = [];
  const places: number[] = [];
  const refused: FedAnswer['refused'] = [];
  elements.forEach((element, at) => {
    if (element instanceof Refused) refused.push(firstIssue(element.error, `${field}[${at}]`));
    else {
      taken.push(element);
      places.push(at);
    }
  });
  return { taken, refused, pathOf: (index: number, path: string) => `${field}[${places[index]}].${path}` };
}

/** Refused by their schema or by the catalog, in the order in which they were sent. */
function inOrder(
  refused: FedAnswer['refused'],
  later: readonly { index: number; path: string; message: string }[],
  pathOf: (index: number, path: string) => string,
): FedAnswer['refused'] {
  const all = [
    ...refused,
    ...later.map(({ index, path, message }) => ({ path: pathOf(index, path), message })),
  ];
  const place = ({ path }: { path: string }) => Number(/\d+/.exec(path)?.[0]);
  return all.sort((a, b) => place(a) - place(b));
}
