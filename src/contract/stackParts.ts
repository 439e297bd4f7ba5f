import { z } from 'zod';

/** Groups of products with separate shares, by known weeks of history. */
export const STACK_GROUPS = ['new', 'young', 'known'] as const;
export type StackGroup = (typeof STACK_GROUPS)[number];

/** Weeks of history up to which a product is young. */
export const YOUNG_WEEKS = 8;

export function stackGroupOf(weeks: number): StackGroup {
  if (weeks === 0) return 'new';
  return weeks <= YOUNG_WEEKS ? 'young' : 'known';
}

const part = z.object({
  name: z
    .string()
    .meta({ description: 'network, ridge, or the feature or column of similar products it comes from' }),
  weight: z.number().meta({ description: 'Share, of 1' }),
});

/** The mix of a forecast, each list from the largest share to the smallest. */
export const stackParts = z
  .object({
    weeks: z.array(part).meta({ description: 'Medians and ranges of the weeks' }),
    total: z.array(part).meta({ description: 'Median and range of the total' }),
    mean: z.array(part).meta({ description: 'Means' }),
  })
  .meta({ id: 'StackParts' });

/** How forecasts for products without history depend on the similarity of others. */
export const nearness = z.object({
  /** Weight of what is typical of the shop, and of a near twin, relative to one similar product. */
  typical: z.number(),
  twins: z.number(),
});

export type Nearness = z.infer<typeof nearness>;

export type StackParts = z.infer<typeof stackParts>;
