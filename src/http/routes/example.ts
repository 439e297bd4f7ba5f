import { skuKey } from '../../common/sku';
import { example, type Example } from '../../contract/catalog';
import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import { endpoint, type Endpoint } from '../exchange/endpoint';

interface ExampleParts {
  service: ForecastService;
  catalog: Catalog;
}

/** What to show a forecast by before anything is typed. */
export function exampleEndpoint(parts: ExampleParts): Endpoint {
  return endpoint({
    method: 'get',
    path: '/example',
    tag: 'Catalog',
    scope: 'read',
    summary: "A product of the active model's shop, as a sheet to begin with",
    answer: { schema: example },
    handle: async () => {
      // What the catalog held before must not stand for it.
      await parts.service.followed();
      return { json: exampleOf(parts) };
    },
  });
}

function exampleOf({ service, catalog }: ExampleParts): Example {
  const product = service.exampleProduct();
  if (!product) return { item: null, synthetic: false };
  const { sku, description } = product;
  const schema = service.models().find(({ active }) => active)?.manifest?.schema;
  const read = [...(schema?.numeric ?? []), ...(schema?.categorical ?? [])];
  const known = catalog.known([sku]).get(skuKey(sku));
  const price = product.price ?? known?.price ?? null;
  const told = known ? { ...known.extras(Infinity), ...known.features } : {};
  const features = Object.fromEntries(read.flatMap((name) => (name in told ? [[name, told[name]]] : [])));
  return { item: { description, price, features }, synthetic: catalog.synthetic && known !== undefined };
}
