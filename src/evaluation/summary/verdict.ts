import type { Outcome, PairedComparison, Task, Verdict } from '../../contract/evaluation';
import { isSimple, NUMERIC_ONLY, SHUFFLED, TEXT_AWARE } from '../methods/modelNames';
import { EQUAL } from '../uncertainty/outcome';
import type { ModelScore } from './modelScores';
import { intervalText, tooLittle } from './wording';

/** What is judged: one task of a backtest, or the table as a whole. */
export interface Judged {
  task: Task | 'TABLE';
  /** In a sentence: "on new products". */
  on: string;
  /** Least error first. */
  scores: readonly Pick<ModelScore, 'name'>[];
  /** Compared figure of a model, lower is better, with its name. */
  figure: string;
  figureOf(model: string): number;
  comparisons: readonly { a: string; b: string; weekly: PairedComparison; outcome: Outcome }[];
}

type Sentence = Verdict['sentences'][number];

/**
 * Says in plain words whether text helps: one sentence a task from text-aware against numeric-only, then how the
 * text-aware model stands against the best simple method (first, where that has the lesser error) and what shuffled
 * descriptions say. Text helps when it is surely better somewhere that matters (everything but YOUNG, a diagnostic), there
 * also surely better than with shuffled descriptions, and surely worse nowhere. `further` are places where it was judged
 * otherwise. The headline begins with the simple methods that surely beat the model.
 */
export function verdictOf(
  judged: readonly Judged[],
  further: readonly { on: string; outcome: Outcome }[] = [],
): Verdict {
  const sentences = judged.flatMap(sentencesOf);
  const mattering = judged.filter((one) => one.task !== 'YOUNG');
  const main = [
    ...mattering.flatMap((one) => {
      const found = comparisonOf(one, NUMERIC_ONLY);
      return found ? [{ on: one.on, outcome: ofWords(one, found.outcome) }] : [];
    }),
    ...further,
  ];
  const { helps, headline } = wordsVerdict(main);
  const beaten = mattering.flatMap((one) => {
    const found = simpleOf(one);
    return found?.outcome === 'worse' ? [`${found.b} ${one.on}`] : [];
  });
  const first =
    beaten.length > 0 ? `A simple method is surely better than the model: ${listed(beaten)}. ` : '';
  return { helps, headline: `${first}${headline}`, sentences };
}

function wordsVerdict(
  main: readonly { on: string; outcome: Outcome }[],
): Pick<Verdict, 'helps' | 'headline'> {
  const where = (outcome: Outcome) => main.filter((one) => one.outcome === outcome).map((one) => one.on);
  const [better, worse, same, unknown] = (['better', 'worse', 'no_difference', 'unknown'] as const).map(
    where,
  );
  const rest = [
    ...(worse.length > 0 ? [`it does harm ${listed(worse)}`] : []),
    ...(same.length > 0 ? [`no difference ${listed(same)}`] : []),
    ...(unknown.length > 0 ? [`too little to tell ${listed(unknown)}`] : []),
  ];
  if (main.length === 0) {
    return { helps: 'unknown', headline: 'Nothing here could compare forecasts with and without text.' };
  }
  if (unknown.length === main.length) {
    return { helps: 'unknown', headline: 'Too few products or weeks to tell whether text helps.' };
  }
  if (better.length === 0) return { helps: 'no', headline: `Text does not help here: ${rest.join('; ')}.` };
  return {
    helps: worse.length > 0 ? 'no' : 'yes',
    headline: `${[`Text helps ${listed(better)}`, ...rest].join('; ')}.`,
  };
}

function sentencesOf(judged: Judged): Sentence[] {
  const simple = simpleSentence(judged);
  const words = wordsSentences(judged);
  if (!simple) return words;
  const wins = judged.figureOf(TEXT_AWARE) - judged.figureOf(simple.method) >= EQUAL;
  return wins ? [simple.sentence, ...words] : [...words.slice(0, 1), simple.sentence, ...words.slice(1)];
}

/** With text and without it, then what shuffled descriptions say of a gain. */
function wordsSentences(judged: Judged): Sentence[] {
  const { task, on, figureOf } = judged;
  const found = comparisonOf(judged, NUMERIC_ONLY);
  if (!found) return [];
  const say = (outcome: Outcome, text: string): Sentence => ({ task, about: 'words', outcome, text });
  const versus = instead(judged, TEXT_AWARE, NUMERIC_ONLY);
  const interval = intervalText(found.weekly);
  if (ofWords(judged, found.outcome) !== found.outcome) {
    const text =
      `No gain from words ${on}: ${versus}, but with descriptions shuffled between products it is ` +
      `${figureOf(SHUFFLED).toFixed(3)} as well.`;
    return [say('no_difference', text)];
  }
  const text = {
    better: `Text helps ${on}: ${versus}, sure (95% interval of the difference ${interval}).`,
    worse: `Text does harm ${on}: ${versus}, sure (95% interval ${interval}).`,
    no_difference: `No sure difference with and without text ${on}: ${versus} (95% interval ${interval}).`,
    unknown: `Too little to tell what text is worth ${on}: ${tooLittle(found.weekly)}.`,
  }[found.outcome];
  const sentences = [say(found.outcome, text)];
  if (found.outcome === 'better' && comparisonOf(judged, SHUFFLED)) {
    const error = figureOf(SHUFFLED).toFixed(2);
    const gain = `With descriptions shuffled between products the error ${on} is ${error}: the gain comes from the words.`;
    sentences.push(say('better', gain));
  }
  return sentences;
}

/** The text-aware model and the best simple method. */
function simpleSentence(judged: Judged): { method: string; sentence: Sentence } | null {
  const { task, on } = judged;
  const best = simpleOf(judged);
  if (!best) return null;
  const method = best.b;
  const versus = instead(judged, TEXT_AWARE, method);
  const text = {
    better: `The text-aware model beats the best simple method ${on}, ${method}: ${versus}, sure.`,
    worse: `A simple method, ${method}, beats the text-aware model ${on}: ${instead(judged, method, TEXT_AWARE)}, sure.`,
    no_difference: `The text-aware model is not surely better ${on} than a simple method, ${method}: ${versus}.`,
    unknown: `Too little to tell the text-aware model ${on} from the best simple method, ${method} (${versus}): ${tooLittle(best.weekly)}.`,
  }[best.outcome];
  return { method, sentence: { task, about: 'simple', outcome: best.outcome, text } };
}

/** The text-aware model against the simple method with the least error. */
function simpleOf(judged: Judged): Judged['comparisons'][number] | undefined {
  const simple = judged.scores.find(({ name }) => isSimple(name));
  return simple && comparisonOf(judged, simple.name);
}

/** A gain is the words' only where the text-aware model also beats the same with descriptions shuffled. */
function ofWords(judged: Judged, outcome: Outcome): Outcome {
  const control = comparisonOf(judged, SHUFFLED)?.outcome ?? 'better';
  return outcome === 'better' && control !== 'better' ? 'no_difference' : outcome;
}

function comparisonOf({ comparisons }: Judged, b: string): Judged['comparisons'][number] | undefined {
  return comparisons.find((one) => one.a === TEXT_AWARE && one.b === b);
}

/** Both figures with as many decimals as it takes to tell them apart, two or three. */
function instead({ figure, figureOf }: Judged, a: string, b: string): string {
  const digits = figureOf(a).toFixed(2) === figureOf(b).toFixed(2) ? 3 : 2;
  const [one, other] = [a, b].map((model) => figureOf(model).toFixed(digits));
  return one === other ? `${figure} ${one} either way` : `${figure} ${one} instead of ${other}`;
}

function listed(parts: readonly string[]): string {
  return parts.join(' and ');
}
