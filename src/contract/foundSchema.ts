import { z } from 'zod';
import { keysOf } from '../common/keysOf';
import { FINDINGS } from './findings';

/** A finding as contained in answers next to an English sentence, to be shown in another language. */
export const foundSchema = z
  .object({
    code: z.enum(keysOf(FINDINGS)).meta({ description: 'What was found' }),
    values: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: 'Names, days and figures that its sentence holds' }),
  })
  .meta({ id: 'Found' });
