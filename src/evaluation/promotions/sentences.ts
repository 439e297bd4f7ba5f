import type { Outcome, Verdict } from '../../contract/evaluation';
import { SHUFFLED_PROMOTIONS, TEXT_AWARE, WITHOUT_PROMOTIONS } from '../methods/modelNames';
import { intervalText, tooLittle } from '../summary/wording';
import type { Promotions } from './promotedWeeks';

/** How the headline counts promotion texts: by the weeks that have one. */
export function promotionOutcomes({ comparisons }: Promotions): { on: string; outcome: Outcome }[] {
  return comparisons
    .filter(({ on, b }) => on === 'promoted' && b === WITHOUT_PROMOTIONS)
    .map(({ outcome }) => ({ on: 'in weeks with a promotion', outcome }));
}

/** Whether promotion texts help in the weeks that have one, and whether that is their words' doing. */
export function promotionSentences({ models, comparisons }: Promotions): Verdict['sentences'] {
  const on = (b: string) => comparisons.find((one) => one.on === 'promoted' && one.b === b);
  const wape = (name: string) => models.find((model) => model.name === name)?.promoted?.toFixed(3);
  const versus = (b: string) => `WAPE ${wape(TEXT_AWARE)} instead of ${wape(b)}`;
  const sentences: Verdict['sentences'] = [];
  const without = on(WITHOUT_PROMOTIONS);
  if (without) {
    const { result, outcome } = without;
    const interval = `95% interval of the difference ${intervalText(result)}`;
    const text = {
      better: `Promotion texts help in the weeks that have one: ${versus(WITHOUT_PROMOTIONS)}, sure (${interval}).`,
      worse: `Promotion texts do harm in the weeks that have one: ${versus(WITHOUT_PROMOTIONS)}, sure (${interval}).`,
      unknown: `Too little to tell what promotion texts are worth: ${tooLittle(result)}.`,
      no_difference: `Promotion texts make no sure difference in the weeks that have one: ${versus(WITHOUT_PROMOTIONS)} without them (${interval}).`,
    }[outcome];
    sentences.push({ task: 'PROMOTIONS', outcome, text });
  }
  const shuffled = on(SHUFFLED_PROMOTIONS);
  if (without?.outcome === 'better' && shuffled) {
    const text =
      shuffled.outcome === 'better'
        ? `With each promotion's text drawn at random from all of them it is ${wape(SHUFFLED_PROMOTIONS)}: what they say counts, not only that there is one.`
        : `With each promotion's text drawn at random from all of them it is ${wape(SHUFFLED_PROMOTIONS)}: that there is a promotion may be all that counts.`;
    sentences.push({ task: 'PROMOTIONS', outcome: shuffled.outcome, text });
  }
  return sentences;
}
