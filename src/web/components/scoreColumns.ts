import { t } from '../languages/speech';
import type { FigureColumn } from './FigureTable';
import { figure, percent, percentChange } from './format';

type ScoreColumn = Omit<FigureColumn<unknown>, 'of'>;

/** Labels, explanations and formats of a demand model's scores in all tables. */
export function scoreColumns() {
  return {
    week: { name: t('methods.figure.week'), explain: t('methods.figure.weekIs'), show: figure },
    total: { name: t('methods.figure.total'), explain: t('methods.figure.totalIs'), show: figure },
    range: { name: t('methods.figure.range'), explain: t('methods.figure.rangeIs'), show: figure },
    within: { name: t('methods.figure.within'), explain: t('methods.figure.withinIs'), show: percent },
    bias: { name: t('methods.figure.biasTotal'), explain: t('methods.figure.biasIs'), show: percentChange },
  } satisfies Record<string, ScoreColumn>;
}
