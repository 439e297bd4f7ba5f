import { skuKey } from '../../common/sku';
import { ShelfcastError } from '../../contract/errors';
import { productsAnswer, removedAnswer } from '../../contract/saleAnswers';
import { MAX_PRODUCTS, productsRequest } from '../../contract/sales';
import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import { whenUnlocked } from '../../registry/database/database';
import { forgetWork } from '../../registry/jobs/jobFiles';
import type { ModelRegistry } from '../../registry/models/models';
import { isTrainedHere } from '../../registry/models/offeredModels';
import type { CatalogWriter } from '../../registry/writer/storeWriter';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { parted } from '../exchange/parted';
import type { JobParts } from './jobs';

const tag = 'Sales';

export interface ProductParts {
  catalog: Catalog;
  writer: CatalogWriter;
  service: Pick<ForecastService, 'followed' | 'forget'>;
  jobs: Pick<JobParts, 'store'>;
  registry: ModelRegistry;
}

/**
 * Changes of products while the server runs. When a request is answered, its change is on disk, or the data are erased
 * from it.
 */
export function productEndpoints(parts: ProductParts): Endpoint[] {
  return [putProducts(parts), removeProduct(parts)];
}

function putProducts({ writer, service }: ProductParts): Endpoint {
  return endpoint({
    method: 'put',
    path: '/products',
    tag,
    scope: 'write',
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
  });
}

function removeProduct({ catalog, writer, service, jobs, registry }: ProductParts): Endpoint {
  return endpoint({
    method: 'delete',
    path: '/products/{sku}',
    tag,
    scope: 'write',
    summary: 'Remove a product and all that is known of it',
    description:
      'Its words, sales, ids, forecasts, launches, scenarios, vectors and cached embeddings are erased from the files. The answer names ' +
      'models whose directories keep what they were trained with.',
    answer: { schema: removedAnswer },
    errors: ['not_found', 'not_ready', 'queue_full'],
    handle: async ({ params }) => {
      const sku = skuKey(params.sku);
      const texts = catalog.texts(sku);
      // Refuse what cannot be erased here while the product still exists.
      await service.forget({ sku, texts });
      if (!(await writer.write('removeProduct', sku))) {
        throw new ShelfcastError('not_found', 'The catalog has no product of this code; see GET /catalog.');
      }
      // A training that has read its sales starts over without them.
      await whenUnlocked(() => jobs.store.restartAll());
      await forgetWork(catalog.file);
      const models = await service.forget({ sku, texts });
      return { json: { sku, models, next: withoutProduct(models, registry, catalog.file) } };
    },
  });
}

/** How to remove a product from models that were trained with it. */
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
