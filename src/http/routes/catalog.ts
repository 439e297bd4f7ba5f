import { catalogPage, catalogProduct, catalogQuery } from '../../contract/catalog';
import { ShelfcastError } from '../../contract/errors';
import { ownPriceIn } from '../../common/ownPrice';
import { mondayOf } from '../../common/week';
import type { Catalog } from '../../registry/catalog';
import { endpoint, type Endpoint } from '../exchange/endpoint';

const tag = 'Catalog';

export function catalogEndpoints(catalog: Catalog): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/catalog',
      tag,
      scope: 'read',
      summary: 'Products of the catalog, searched by words',
      query: catalogQuery,
      answer: { schema: catalogPage },
      handle: ({ query: { search, offset, limit } }) => {
        const { total, products } = catalog.list(search, offset, limit);
        const items = products.map(({ sku, description, price, unitsLast4Weeks }) => ({
          sku,
          description,
          price,
          units_last_4_weeks: unitsLast4Weeks,
        }));
        return { json: { total, items, synthetic: catalog.synthetic } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalog/{sku}',
      tag,
      scope: 'read',
      summary: 'One product with its weekly sales',
      answer: { schema: catalogProduct },
      errors: ['not_found'],
      handle: ({ params }) => {
        const product = catalog.product(params.sku);
        if (!product)
          throw new ShelfcastError('not_found', 'The catalog has no product of this code; see GET /catalog.');
        const weeks = catalog.history(product.sku, Infinity);
        const history = weeks.map(({ week, units, price, promotion }) => ({
          week: mondayOf(week),
          units: Number.isNaN(units) ? null : units,
          price,
          promo_text: promotion ?? null,
        }));
        const price = product.price ?? ownPriceIn(weeks);
        return { json: { sku: product.sku, description: product.description, price, history } };
      },
    }),
  ];
}
