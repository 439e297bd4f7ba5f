import { EQUAL } from '../../contract/certainty';
import type { Outcome } from '../../contract/evaluation/comparison';
import type { Verdict } from '../../contract/evaluation/verdict';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE } from '../../contract/modelNames';
import { methodNamed, type Speaker } from '../speaker';
import { comparisonOf, type Judged, ofWords, simpleOf } from './judged';
import { intervalText, tooLittle, versusText } from './wording';

type Sentence = Verdict['sentences'][number];

/** What is said of one task: with and without text, and the best simple method, first where that has the lesser error. */
export function sentencesOf(speaker: Speaker, judged: Judged): Sentence[] {
  const simple = simpleSentence(speaker, judged);
  const words = wordsSentences(speaker, judged);
  if (!simple) return words;
  const wins = judged.figureOf(TEXT_AWARE) - judged.figureOf(simple.method) >= EQUAL;
  return wins ? [simple.sentence, ...words] : [...words.slice(0, 1), simple.sentence, ...words.slice(1)];
}

/** With text and without it, then what shuffled descriptions say of a gain. */
function wordsSentences(speaker: Speaker, judged: Judged): Sentence[] {
  const { t, formats } = speaker;
  const { task, on, figureOf } = judged;
  const found = comparisonOf(judged, NUMERIC_ONLY);
  if (!found) return [];
  const say = (outcome: Outcome, text: string): Sentence => ({ task, about: 'words', outcome, text });
  const versus = versusText(speaker, judged, TEXT_AWARE, NUMERIC_ONLY);
  if (ofWords(judged, found.outcome) !== found.outcome) {
    const shuffled = formats.fixed(figureOf(SHUFFLED), 3);
    return [say('no_difference', t('verdict.words.shuffledAsWell', { on, versus, shuffled }))];
  }
  const { difference, low, high } = found.weekly;
  const isSame = [difference, low, high].every((value) => value === 0);
  const text =
    found.outcome === 'unknown'
      ? t('verdict.words.unknown', { on, little: tooLittle(speaker, found.weekly) })
      : t(`verdict.words.${isSame ? 'noPart' : found.outcome}`, {
          on,
          versus,
          interval: intervalText(speaker, found.weekly),
        });
  const sentences = [say(found.outcome, text)];
  if (found.outcome === 'better' && comparisonOf(judged, SHUFFLED)) {
    const shuffled = formats.fixed(figureOf(SHUFFLED), 2);
    sentences.push(say('better', t('verdict.words.gain', { on, shuffled })));
  }
  return sentences;
}

/** The text-aware model and the best simple method. */
function simpleSentence(speaker: Speaker, judged: Judged): { method: string; sentence: Sentence } | null {
  const { t } = speaker;
  const { task, on } = judged;
  const best = simpleOf(judged);
  if (!best) return null;
  const { b, outcome, weekly } = best;
  const [one, other] = outcome === 'worse' ? [b, TEXT_AWARE] : [TEXT_AWARE, b];
  const said = { on, method: methodNamed(speaker, b), versus: versusText(speaker, judged, one, other) };
  const text =
    outcome === 'unknown'
      ? t('verdict.simple.unknown', { ...said, little: tooLittle(speaker, weekly) })
      : t(`verdict.simple.${outcome}`, said);
  return { method: b, sentence: { task, about: 'simple', outcome, text } };
}
