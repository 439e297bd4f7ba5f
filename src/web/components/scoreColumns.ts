import type { FigureColumn } from './FigureTable';
import { figure, percent, percentChange } from './format';
import { BIAS_TERM, ERROR_TERM, RANGE_ERROR_TERM, TOTAL_ERROR_TERM, WITHIN_TERM } from './modelTerms';

type ScoreColumn = Omit<FigureColumn<unknown>, 'of'>;

/** The scores of a demand model as every table of the page names, explains and writes them. */
export const SCORE_COLUMNS = {
  week: { name: 'Error, week', explain: ERROR_TERM, show: figure },
  total: { name: 'Error, total', explain: TOTAL_ERROR_TERM, show: figure },
  range: { name: 'Range error', explain: RANGE_ERROR_TERM, show: figure },
  within: { name: 'Within range', explain: WITHIN_TERM, show: percent },
  bias: { name: 'Bias, total', explain: BIAS_TERM, show: percentChange },
} satisfies Record<string, ScoreColumn>;
