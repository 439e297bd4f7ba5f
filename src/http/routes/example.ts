import { skuKey } from '../../common/sku';
import { example, type Example } from '../../contract/catalog';
import type { Manifest } from '../../contract/manifest';
import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import { endpoint, type Endpoint } from '../exchange/endpoint';

interface ExampleParts {
  service: ForecastService;
  catalog: Catalog;
}

interface Kept {
  /** Version of the catalog, before the shop was as it is. */
  version: string;
  manifest: Manifest | null;
  answer: Example;
}

/** An example to forecast before anything is typed; chosen again if the catalog or the active model changes. */
export function exampleEndpoint(parts: ExampleParts): Endpoint {
  let kept: Kept | null = null;
  return endpoint({
    method: 'get',
    path: '/example',
    tag: 'Catalog',
    scope: 'read',
    summary: "A product of the active model's shop, as a sheet to begin with",
    answer: { schema: example },
    handle: async () => {
      const { version } = parts.catalog;
      // An older catalog's example must not be stored for the new one.
      await parts.service.followed();
      const manifest = parts.service.models().find(({ active }) => active)?.manifest ?? null;
      if (kept?.version !== version || kept.manifest !== manifest)
        kept = { version, manifest, answer: exampleOf(parts, manifest) };
      return { json: kept.answer };
    },
  });
}

function exampleOf({ service, catalog }: ExampleParts, manifest: Manifest | null): Example {
  const product = service.exampleProduct();
  if (!product) return { item: null, promotion: null, synthetic: false };
  const { sku, description } = product;
  const schema = manifest?.schema;
  const read = [...(schema?.numeric ?? []), ...(schema?.categorical ?? [])];
  const known = catalog.known([sku]).get(skuKey(sku));
  const price = product.price ?? known?.price ?? null;
  const told = known ? { ...known.extras(Infinity), ...known.features } : {};
  const features = Object.fromEntries(read.flatMap((name) => (name in told ? [[name, told[name]]] : [])));
  const promotion = known ? catalog.usualPromotion : null;
  const synthetic = catalog.synthetic && known !== undefined;
  return { item: { description, price, features }, promotion, synthetic };
}
