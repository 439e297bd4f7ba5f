import { z } from 'zod';
import { keysOf } from '../common/keysOf';
import { FINDINGS } from './findings';

/** A finding as answers carry it beside an English sentence, for whoever says it in another language. */
export const foundSchema = z
  .object({
    code: z.enum(keysOf(FINDINGS)).meta({ description: 'What was found' }),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: 'Names, days and figures that its sentence holds' }),
  })
  .meta({ id: 'Found' });
