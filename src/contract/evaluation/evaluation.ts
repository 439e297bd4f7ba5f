import { z } from 'zod';
import { demandEvaluation } from './demandEvaluation';
import { tableEvaluation } from './tableEvaluation';

/** report.json of `shelfcast evaluate`. Figures are rounded to four decimals. */
export const evaluation = z
  .discriminatedUnion('mode', [demandEvaluation, tableEvaluation])
  .meta({ id: 'Evaluation' });

export type Evaluation = z.infer<typeof evaluation>;
