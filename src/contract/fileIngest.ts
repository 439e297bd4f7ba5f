import { z } from 'zod';
import { COVERS } from './covers';
import { filePreviewQuery, fileReport } from './filePreview';

export const fileIngestQuery = filePreviewQuery.extend({
  covers: z
    .enum(COVERS)
    .optional()
    .meta({
      description:
        'all: products that the file does not list sold nothing in its days; listed: it says nothing of them; default: ' +
        'all, where the file may well be of the whole shop',
    }),
});

/** How a file was understood, and what it changed in the catalog. */
export const fileIngest = z
  .object({
    name: z.string(),
    schema: z.record(z.string(), z.unknown()).meta({ description: 'The schema given, or the one guessed' }),
    report: fileReport,
    catalog: z.object({
      products: z.int().meta({ description: 'Products of the file' }),
      new_products: z.int(),
      weeks: z.int().meta({ description: 'Complete weeks of products of which the file has rows' }),
      changed_weeks: z.int().meta({ description: 'Weeks of products that are others than before' }),
      waiting_rows: z.int().meta({ description: 'Rows of a week that is not whole yet' }),
      zero_weeks: z.int().meta({ description: 'Weeks of products without a row: counted as zero' }),
      unknown_weeks: z
        .int()
        .meta({ description: 'Weeks of products of which it is not known what was sold' }),
      replaced_synthetic: z.boolean().meta({ description: 'The synthetic demo shop has left the catalog' }),
    }),
    next: z
      .string()
      .nullable()
      .meta({ description: 'What to do next, where the active model is not of this shop' }),
  })
  .meta({ id: 'FileIngest' });

export type FileIngest = z.infer<typeof fileIngest>;
