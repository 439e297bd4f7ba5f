import type { Outcome } from '../../contract/evaluation/comparison';
import type { Verdict } from '../../contract/evaluation/verdict';
import { NUMERIC_ONLY } from '../../contract/modelNames';
import { methodNamed, sentenceOf, type Speaker } from '../speaker';
import { comparisonOf, type Judged, judgedOf, ofWords, type Said, simpleOf } from './judged';
import { promotionOutcomes, promotionSentences } from './promotions';
import { sentencesOf } from './sentences';

type Counted = readonly { on: string; outcome: Outcome }[];

/** The verdict of an evaluation in the speaker's language, from its figures. */
export function verdictOfEvaluation(speaker: Speaker, evaluation: Said): Verdict {
  const judged = judgedOf(speaker, evaluation);
  const promotions = evaluation.mode === 'demand' ? evaluation.promotions : undefined;
  if (!promotions) return verdictOf(speaker, judged);
  const verdict = verdictOf(speaker, judged, promotionOutcomes(speaker, promotions));
  return { ...verdict, sentences: [...verdict.sentences, ...promotionSentences(speaker, promotions)] };
}

/**
 * Says in plain words whether text helps: one sentence a task from text-aware against numeric-only, then how the
 * text-aware model stands against the best simple method (first, where that has the lesser error) and what shuffled
 * descriptions say. Text helps when it is surely better somewhere that matters (everything but YOUNG, a diagnostic), there
 * also surely better than with shuffled descriptions, and surely worse nowhere. `further` are places where it was judged
 * otherwise. The headline begins with the simple methods that surely beat the model.
 */
export function verdictOf(speaker: Speaker, judged: readonly Judged[], further: Counted = []): Verdict {
  const { t } = speaker;
  const mattering = judged.filter((one) => one.task !== 'YOUNG');
  const main = [
    ...mattering.flatMap((one) => {
      const found = comparisonOf(one, NUMERIC_ONLY);
      return found ? [{ on: one.on, outcome: ofWords(one, found.outcome) }] : [];
    }),
    ...further,
  ];
  const { helps, headline } = wordsVerdict(speaker, main);
  const beaten = mattering.flatMap(({ on, ...one }) => {
    const found = simpleOf({ on, ...one });
    if (found?.outcome !== 'worse') return [];
    return [t('verdict.headline.beatenBy', { method: methodNamed(speaker, found.b), on })];
  });
  return {
    helps,
    headline:
      beaten.length > 0
        ? t('common.after', {
            first: t('verdict.headline.beaten', { list: allOf(speaker, beaten) }),
            rest: headline,
          })
        : headline,
    sentences: judged.flatMap((one) => sentencesOf(speaker, one)),
  };
}

function wordsVerdict(speaker: Speaker, main: Counted): Pick<Verdict, 'helps' | 'headline'> {
  const { t } = speaker;
  const where = (outcome: Outcome) => main.filter((one) => one.outcome === outcome).map((one) => one.on);
  const [better, worse, same, unknown] = (['better', 'worse', 'no_difference', 'unknown'] as const).map(
    where,
  );
  if (main.length === 0) return { helps: 'unknown', headline: t('verdict.headline.nothing') };
  if (unknown.length === main.length) return { helps: 'unknown', headline: t('verdict.headline.unknown') };
  const rest = [
    ...(worse.length > 0 ? [t('verdict.headline.harm', { list: allOf(speaker, worse) })] : []),
    ...(same.length > 0 ? [t('verdict.headline.same', { list: allOf(speaker, same) })] : []),
    ...(unknown.length > 0 ? [t('verdict.headline.tooLittle', { list: allOf(speaker, unknown) })] : []),
  ];
  if (better.length === 0) {
    const no = t('verdict.headline.no', { rest: sentenceOf(speaker, rest) });
    return { helps: 'no', headline: no };
  }
  const helped = t('verdict.headline.yes', { list: allOf(speaker, better) });
  return {
    helps: worse.length > 0 ? 'no' : 'yes',
    headline: sentenceOf(speaker, [helped, ...rest]),
  };
}

function allOf({ t }: Speaker, parts: readonly string[]): string {
  return parts.reduceRight((last, first) => t('common.and', { first, last }));
}
