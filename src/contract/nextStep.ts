import { z } from 'zod';

/**
 * What to do in a shop whose sales the active model has not seen: wait until there are enough weeks, train a model on
 * them, wait for the training, activate the model, or look first if it did worse than the active one on the compared
 * weeks.
 */
const NEXT_STEPS = ['collect_weeks', 'train', 'training', 'activate', 'look'] as const;

export const nextStep = z
  .object({
    step: z.enum(NEXT_STEPS),
    text: z.string().meta({ description: 'The same for whoever calls the API' }),
    active: z.string().meta({ description: 'The model of another shop' }),
    model: z.string().nullable().meta({ description: 'The model of this shop, where one is there' }),
    job: z.int().nullable().meta({ description: 'The training that is on its way' }),
    weeks: z.int().meta({ description: 'Complete weeks of the catalog' }),
    weeks_needed: z.int(),
    comparison: z
      .string()
      .nullable()
      .meta({ description: 'How the model of this shop compared, in a sentence' }),
  })
  .meta({ id: 'NextStep' });

export type NextStep = z.infer<typeof nextStep>;
