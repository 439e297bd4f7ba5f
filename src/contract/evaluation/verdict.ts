import { z } from 'zod';
import { outcome } from './comparison';

/** The conclusion of the comparison, in words and in figures. */
export const verdict = z
  .object({
    helps: z.enum(['yes', 'no', 'unknown']),
    headline: z.string(),
    sentences: z.array(
      z.object({
        task: z.string(),
        about: z.enum(['words', 'simple']).optional().meta({
          description:
            'words: with and without text; simple: the text-aware model and the best simple method',
        }),
        outcome,
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Verdict' });

export type Verdict = z.infer<typeof verdict>;
