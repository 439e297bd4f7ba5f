import { z } from 'zod';
import { isoDay } from './item';

const refused = z.array(
  z.object({
    path: z.string().meta({ example: 'sales[3].units' }),
    message: z.string(),
    line: z.int().optional().meta({ description: 'Of NDJSON, counted from 1, empty lines included' }),
  }),
);
const completeUntil = isoDay
  .nullable()
  .meta({ description: 'Day up to which all sales are there; null where that is none' });

export const fedAnswer = z
  .object({
    accepted: z.int(),
    repeated: z.int().meta({ description: 'Known already, exactly so: nothing has changed' }),
    refused: refused.meta({ description: 'What could not be taken; all others were' }),
    complete_until: completeUntil,
  })
  .meta({ id: 'FedSales' });

export const productsAnswer = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int(), refused })
  .meta({ id: 'FedProducts' });

/** A complete week in which far fewer products sold than usual. */
export const thinWeek = z
  .object({
    week: isoDay,
    products: z.int().meta({ description: 'Products that sold in it' }),
    usual: z
      .number()
      .meta({ description: 'Products that sell in a week: the median of the eight open ones before' }),
  })
  .meta({ id: 'ThinWeek' });

export type ThinWeek = z.infer<typeof thinWeek>;

/** A message about weeks with possibly missing sales; null if there are none. */
export function thinWarning(weeks: readonly ThinWeek[]): string | null {
  if (weeks.length === 0) return null;
  const said = weeks.map(
    ({ week, products, usual }) => `in the week of ${week} ${products} of usually ${usual}`,
  );
  const others = weeks.some(({ products }) => products > 0)
    ? ', and until then the others have sold nothing'
    : '';
  return `Few products sold: ${said.join(', ')}. If sales are missing, send them now: they still count${others}.`;
}

export const completeAnswer = z
  .object({
    complete_until: completeUntil,
    last_week: isoDay.nullable().meta({ description: 'Monday of the last complete week' }),
    closed: z.array(isoDay).meta({ description: 'Weeks that are whole only now' }),
    thin: z.array(thinWeek).meta({ description: 'Those of them of which sales may be missing' }),
    warning: z.string().nullable().meta({ description: 'The same in a sentence, with what to do' }),
  })
  .meta({ id: 'CompleteAnswer' });

export const removedAnswer = z
  .object({
    sku: z.string(),
    models: z.array(z.string()).meta({
      description:
        'Models that were trained with the product and keep its code, words and weeks in their directories',
    }),
    next: z.string().nullable().meta({ description: 'What rids the models of it; null where none has it' }),
  })
  .meta({ id: 'RemovedProduct' });

export type FedAnswer = z.infer<typeof fedAnswer>;
