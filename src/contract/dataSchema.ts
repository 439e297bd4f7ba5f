import { z } from 'zod';

const column = z.string().min(1);

/** Keeps a row only if the column's value is within [min, max], matches the pattern, and is not in `not`. */
const keepRule = z
  .strictObject({
    column,
    min: z.number().optional(),
    max: z.number().optional(),
    match: z.string().optional(),
    not: z.array(z.string()).min(1).optional(),
  })
  .refine(({ min, max, match, not }) => [min, max, match, not].some((bound) => bound !== undefined), {
    message: 'a keep rule needs min, max, match or not',
  });

/** How a date with its year last is read; only needed if the dates themselves are ambiguous. */
export const DATE_ORDERS = ['day/month/year', 'month/day/year'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** The decimal separator; only needed if the numbers themselves are ambiguous. */
export const DECIMALS = ['point', 'comma'] as const;
export type Decimal = (typeof DECIMALS)[number];

/** How to read sales, one row per sku and week or one row per sale. */
export const demandSchema = z.strictObject({
  mode: z.literal('demand'),
  granularity: z.enum(['week', 'transaction']),
  /** Rows that are two weeks or more apart only cover their own week. */
  every: z.literal('week').optional(),
  sku: column,
  date: column,
  date_order: z.enum(DATE_ORDERS).optional(),
  decimal: z.enum(DECIMALS).optional(),
  target: column,
  price: column.optional(),
  /** ISO 4217 code of the currency of the prices, such as EUR. Only shown beside them; nothing is converted. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is its ISO 4217 code, such as EUR')
    .optional(),
  description: column,
  promo_text: column.optional(),
  numeric: z.array(column).default([]),
  categorical: z.array(column).default([]),
  /** Those further columns that are known for future weeks; of the others only the past is used. */
  known_ahead: z.array(column).default([]),
  keep: z.array(keepRule).default([]),
  /**
   * Groups of consecutive rows, such as orders: the column that numbers them, and columns filled in only on their first
   * row.
   */
  groups: z.strictObject({ by: column, once: z.array(column).min(1) }).optional(),
});

/** The columns of files of weeks that we write ourselves. */
export const WEEKLY_COLUMNS = {
  mode: 'demand',
  granularity: 'week',
  sku: 'sku',
  date: 'week',
  target: 'units',
  price: 'price',
  description: 'description',
} as const;

/** How to read a table with one row per product and any regression target; a column may be text and category at once. */
export const tableSchema = z.strictObject({
  mode: z.literal('table'),
  id: column.optional(),
  target: column,
  date_order: z.enum(DATE_ORDERS).optional(),
  decimal: z.enum(DECIMALS).optional(),
  text: z.array(column).min(1),
  numeric: z.array(column).default([]),
  categorical: z.array(column).default([]),
  log_target: z.boolean().default(false),
});

export const dataSchema = z
  .discriminatedUnion('mode', [demandSchema, tableSchema])
  .superRefine((schema, ctx) => {
    const columns = [...schema.numeric, ...schema.categorical];
    const texts = schema.mode === 'table' ? schema.text : [];
    const features = [...columns, ...texts];
    if (features.includes(schema.target)) {
      ctx.addIssue({
        code: 'custom',
        path: ['target'],
        message: `'${schema.target}' is also named as a feature`,
      });
    }
    const planned = schema.mode === 'demand' ? schema.known_ahead : [];
    const unnamed = planned.find((column) => !features.includes(column));
    if (unnamed !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['known_ahead'],
        message: `'${unnamed}' is not among "numeric" and "categorical"; name it there too`,
      });
    }
    // A text column may also be categorical, but not numeric.
    const twice = repeated(columns) ?? repeated([...schema.numeric, ...texts]);
    if (twice !== undefined) {
      ctx.addIssue({ code: 'custom', path: [], message: `'${twice}' is named as a feature twice` });
    }
  });

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, at) => names.indexOf(name) !== at);
}

export type DemandSchema = z.infer<typeof demandSchema>;
export type TableSchema = z.infer<typeof tableSchema>;
export type DataSchema = z.infer<typeof dataSchema>;
export type KeepRule = z.infer<typeof keepRule>;
