import type { Outcome } from '../../contract/evaluation/comparison';
import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import type { Verdict } from '../../contract/evaluation/verdict';
import { SHUFFLED_PROMOTIONS, TEXT_AWARE, WITHOUT_PROMOTIONS } from '../../contract/modelNames';
import type { Speaker } from '../speaker';
import { intervalText, tooLittle } from './wording';

type Promotions = NonNullable<DemandEvaluation['promotions']>;

/** How the headline counts promotion texts: by the weeks that have one. */
export function promotionOutcomes(
  { t }: Speaker,
  { comparisons }: Promotions,
): { on: string; outcome: Outcome }[] {
  return comparisons
    .filter(({ on, b }) => on === 'promoted' && b === WITHOUT_PROMOTIONS)
    .map(({ outcome }) => ({ on: t('verdict.on.promotions'), outcome }));
}

/** Whether promotion texts help in the weeks that have one, and whether that is their words' doing. */
export function promotionSentences(
  speaker: Speaker,
  { models, comparisons }: Pick<Promotions, 'models' | 'comparisons'>,
): Verdict['sentences'] {
  const { t, formats } = speaker;
  const on = (b: string) => comparisons.find((one) => one.on === 'promoted' && one.b === b);
  const wape = (name: string) =>
    formats.fixed(models.find((model) => model.name === name)?.promoted ?? NaN, 3);
  const without = on(WITHOUT_PROMOTIONS);
  if (!without) return [];
  const { result, outcome } = without;
  const versus = t('verdict.versus.instead', {
    figure: 'WAPE',
    a: wape(TEXT_AWARE),
    b: wape(WITHOUT_PROMOTIONS),
  });
  const text =
    outcome === 'unknown'
      ? t('verdict.promotions.unknown', { little: tooLittle(speaker, result) })
      : t(`verdict.promotions.${outcome}`, { versus, interval: intervalText(speaker, result) });
  const sentences: Verdict['sentences'] = [{ task: 'PROMOTIONS', outcome, text }];
  const shuffled = on(SHUFFLED_PROMOTIONS);
  if (outcome === 'better' && shuffled) {
    const key = shuffled.outcome === 'better' ? 'counts' : 'mayNot';
    sentences.push({
      task: 'PROMOTIONS',
      outcome: shuffled.outcome,
      text: t(`verdict.promotions.${key}`, { shuffled: wape(SHUFFLED_PROMOTIONS) }),
    });
  }
  return sentences;
}
