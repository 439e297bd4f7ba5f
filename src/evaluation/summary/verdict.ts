import type { Outcome, Task, Verdict } from '../../contract/evaluation';
import { isSimple, NUMERIC_ONLY, SHUFFLED, TEXT_AWARE } from '../methods/modelNames';
import type { Comparison } from './compareModels';
import { intervalText } from './signed';
import type { ModelScore } from './modelScores';

/** What is judged: one task of a backtest, or the table as a whole. */
export interface Judged {
  task: Task | 'TABLE';
  /** In a sentence: "on new products". */
  on: string;
  scores: readonly Pick<ModelScore, 'name'>[];
  /** Compared figure of a model, lower is better, with its name. */
  figure: string;
  figureOf(model: string): number;
  comparisons: readonly Pick<Comparison, 'a' | 'b' | 'weekly' | 'outcome'>[];
}

/**
 * Says in plain words whether text helps: one sentence a task from text-aware against numeric-only, then how the
 * text-aware model stands against the best simple method and what shuffled descriptions say. Text helps when it is
 * surely better somewhere that matters (everything but YOUNG, a diagnostic), there also surely better than with shuffled
 * descriptions, and surely worse nowhere. `further` are places where it was judged otherwise.
 */
export function verdictOf(
  judged: readonly Judged[],
  further: readonly { on: string; outcome: Outcome }[] = [],
): Verdict {
  const sentences = judged.flatMap((one) => sentencesOf(one));
  const tasks = judged
    .filter((one) => one.task !== 'YOUNG')
    .flatMap((one) => {
      const found = comparisonOf(one, NUMERIC_ONLY);
      return found ? [{ on: one.on, outcome: ofWords(one, found.outcome) }] : [];
    });
  const main = [...tasks, ...further];
  const where = (outcome: Outcome) => main.filter((one) => one.outcome === outcome).map((one) => one.on);
  const [better, worse, same] = [where('better'), where('worse'), where('no_difference')];
  const rest = [
    ...(worse.length > 0 ? [`it does harm ${listed(worse)}`] : []),
    ...(same.length > 0 ? [`no difference ${listed(same)}`] : []),
  ];
  if (main.length === 0) {
    return {
      helps: 'unknown',
      headline: 'Nothing here could compare forecasts with and without text.',
      sentences,
    };
  }
  if (better.length === 0) {
    const detail = rest.length > 0 ? `: ${rest.join('; ')}` : '';
    return { helps: 'no', headline: `Text does not help here${detail}.`, sentences };
  }
  return {
    helps: worse.length > 0 ? 'no' : 'yes',
    headline: `${[`Text helps ${listed(better)}`, ...rest].join('; ')}.`,
    sentences,
  };
}

function sentencesOf(judged: Judged): Verdict['sentences'] {
  const { task, on, figure, figureOf } = judged;
  const instead = (a: string, b: string): string => {
    const [one, other] = figures(figureOf(a), figureOf(b));
    return `${figure} ${one} instead of ${other}`;
  };
  const versus = (model: string): string => instead(TEXT_AWARE, model);
  const sentences: Verdict['sentences'] = [];
  const numeric = comparisonOf(judged, NUMERIC_ONLY);
  if (numeric) {
    if (ofWords(judged, numeric.outcome) !== numeric.outcome) {
      const text =
        `No gain from words ${on}: ${versus(NUMERIC_ONLY)}, but with descriptions shuffled between products it is ` +
        `${figureOf(SHUFFLED).toFixed(3)} as well.`;
      sentences.push({ task, outcome: 'no_difference', text });
    } else {
      const text = {
        better: `Text helps ${on}: ${versus(NUMERIC_ONLY)}, sure (95% interval of the difference ${intervalText(numeric.weekly)}).`,
        worse: `Text does harm ${on}: ${versus(NUMERIC_ONLY)}, sure (95% interval ${intervalText(numeric.weekly)}).`,
        no_difference: `No sure difference ${on}: ${versus(NUMERIC_ONLY)} without text (95% interval ${intervalText(numeric.weekly)}).`,
      }[numeric.outcome];
      sentences.push({ task, outcome: numeric.outcome, text });
    }
  }
  const simple = judged.scores.find(({ name }) => isSimple(name));
  const best = simple && comparisonOf(judged, simple.name);
  if (best) {
    const text = {
      better: `The text-aware model beats the best simple method ${on}, ${best.b}: ${versus(best.b)}, sure.`,
      worse: `A simple method, ${best.b}, beats the text-aware model ${on}: ${instead(best.b, TEXT_AWARE)}.`,
      no_difference: `The text-aware model is not surely better ${on} than a simple method, ${best.b}: ${versus(best.b)}.`,
    }[best.outcome];
    sentences.push({ task, outcome: best.outcome, text });
  }
  if (numeric?.outcome === 'better' && comparisonOf(judged, SHUFFLED)?.outcome === 'better') {
    const text = `With descriptions shuffled between products the error ${on} is ${figureOf(SHUFFLED).toFixed(2)}: the gain comes from the words.`;
    sentences.push({ task, outcome: 'better', text });
  }
  return sentences;
}

/** A gain is the words' only where the text-aware model also beats the same with descriptions shuffled. */
function ofWords(judged: Judged, outcome: Outcome): Outcome {
  const control = comparisonOf(judged, SHUFFLED)?.outcome ?? 'better';
  return outcome === 'better' && control !== 'better' ? 'no_difference' : outcome;
}

function comparisonOf({ comparisons }: Judged, b: string): Judged['comparisons'][number] | undefined {
  return comparisons.find((one) => one.a === TEXT_AWARE && one.b === b);
}

/** Both with as many decimals as it takes to tell them apart, two to four. */
function figures(a: number, b: number): [string, string] {
  for (const digits of [2, 3]) {
    if (a.toFixed(digits) !== b.toFixed(digits)) return [a.toFixed(digits), b.toFixed(digits)];
  }
  return [a.toFixed(4), b.toFixed(4)];
}

function listed(parts: readonly string[]): string {
  return parts.join(' and ');
}
