import { z } from 'zod';
import { foundSchema } from './foundSchema';
import { item } from './item';

const finding = foundSchema.extend({
  reason: z.string().meta({ description: 'In English' }),
  rows: z.int().min(0).meta({ description: 'How many rows it met; 0: it is about the file as a whole' }),
  examples: z.array(z.object({ line: z.int(), value: z.string() })),
});

export const fileReport = z.object({
  hash: z.string(),
  rows: z.int(),
  kept: z.int(),
  dropped: z.array(finding),
  notes: z.array(finding),
});

/** How to read a file. */
export const filePreviewQuery = z.strictObject({
  name: z.string().min(1).max(200).optional().meta({ description: "The file's name" }),
  sheet: z.string().min(1).max(200).optional().meta({ description: 'Sheet of a workbook' }),
  encoding: z.string().min(1).max(40).optional().meta({ description: 'Encoding of the text' }),
  schema: z.string().min(2).max(8192).optional().meta({ description: 'Schema as JSON; default: guessed' }),
});

/** How a file was understood, to be shown and corrected before it is used. */
export const filePreview = z
  .object({
    name: z.string(),
    columns: z.array(z.string()),
    first_rows: z.array(z.array(z.string())),
    schema: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The schema given, or the one guessed; open questions begin with CHOOSE' }),
    unclear: z.array(z.string()).meta({ description: 'What the guess leaves open, with the choices' }),
    choices: z.record(z.string(), z.array(z.string())).meta({
      description: 'By what a schema names, such as sku, the columns that it could be where that is open',
    }),
    kind: z.enum(['sales', 'items']).nullable(),
    report: fileReport.nullable(),
    weeks: z
      .array(
        z.object({
          week: z.string(),
          units: z.number().meta({ description: 'Known units of all products' }),
          products: z.int().meta({ description: 'Products that sold' }),
          unknown: z.int().meta({ description: 'Products whose sales in this week are not known' }),
        }),
      )
      .nullable(),
    items: z.array(item).optional().meta({ description: 'The first items' }),
    problem: z.string().nullable().meta({ description: 'Why the rows could not be read, and what to do' }),
    reasons: z.array(foundSchema).meta({ description: 'The same by codes, but for open questions' }),
  })
  .meta({ id: 'FilePreview' });

export type FilePreview = z.infer<typeof filePreview>;
