import type { Comparison } from '../../contract/jobs';
import { currentFormats, t } from '../languages/speech';
import { figure } from './format';

/** Smaller differences of error are shown as zero. */
const SHOWN = 5e-4;

/** How a new model compares with the one active at its training, over all products. */
export function comparisonSentence({ champion, reason, pooled }: Comparison): string {
  if (reason !== null) return t('models.compared.not');
  if (!pooled) return t('models.compared.nothingSold');
  const { difference, low, high, skus, weeks = 0 } = pooled;
  const signed = currentFormats().difference;
  return t('models.compared.on', {
    apart: apartText(difference, champion ?? ''),
    interval:
      low === null || high === null
        ? t('models.compared.noInterval')
        : t('models.compared.interval', { low: signed(low), high: signed(high) }),
    products: skus,
    weeks,
  });
}

function apartText(difference: number, champion: string): string {
  if (Math.abs(difference) < SHOWN) return t('models.compared.same', { champion });
  return t(difference < 0 ? 'models.compared.lower' : 'models.compared.higher', {
    difference: figure(Math.abs(difference)),
    champion,
  });
}
