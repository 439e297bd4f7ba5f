import { z } from 'zod';
import { isoDay, item } from './item';

const product = z.object({ sku: z.string(), description: z.string(), price: z.number().nullable() });

export const catalogQuery = z.strictObject({
  search: z.string().max(200).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** Products of the catalog in the order of their numbers. */
export const catalogPage = z
  .object({
    total: z.number().int(),
    items: z.array(product.extend({ units_last_4_weeks: z.number() })),
    synthetic: z
      .boolean()
      .meta({ description: 'The products are those of the demo shop, which does not exist' }),
  })
  .meta({ id: 'CatalogPage' });

/** One product with its weekly sales, oldest first. */
export const catalogProduct = product
  .extend({
    history: z.array(
      z.object({
        week: isoDay,
        units: z.number().nullable().meta({ description: 'Null where it is not known what was sold' }),
        price: z.number().nullable(),
        promo_text: z
          .string()
          .nullable()
          .meta({ description: 'Text of the promotion that the week had; null where none is known' }),
      }),
    ),
  })
  .meta({ id: 'CatalogProduct' });

/** A product to start with. */
export const example = z
  .object({
    item: z
      .object({
        description: item.shape.description,
        price: item.shape.price,
        features: item.shape.features,
      })
      .nullable()
      .meta({ description: 'As a new product of the shop; null where the active model has no shop' }),
    promotion: z.string().nullable().meta({
      description: "A text that is usual for the shop's promotions; null where it has none",
    }),
    synthetic: z.boolean().meta({ description: 'It is of the demo shop, which does not exist' }),
  })
  .meta({ id: 'Example' });

export type Example = z.infer<typeof example>;
export type CatalogPage = z.infer<typeof catalogPage>;
export type CatalogProduct = z.infer<typeof catalogProduct>;
