import { mean } from '../common/statistics';
import { mondayOf, weekOf, type Week } from '../common/week';
import { type Task, TASKS } from '../contract/evaluation/task';
import type { DriftShares, ExpectedAccuracy, Finding, MonitoringState } from '../contract/monitoring';
import { STATES } from '../contract/monitoring';
import { STATE_SENTENCES } from '../contract/stateSentences';
import { type Group, JUDGED_WEEKS, type Tally, WINDOW_WEEKS } from './tally';

/** With fewer products the result is mostly chance. */
const FEWEST_PRODUCTS = 20;
/** A window of fewer closed weeks is only judged week by week. */
const FEWEST_WEEKS = 4;
/** Smaller differences of WAPE do not count. */
const NOTABLE = 0.01;
/** z of a 99% interval, because the question is asked every week. */
const SURE = 2.576;
/** After this many weeks a model has not seen the latest year. */
const OLD_WEEKS = 52;
/** Share of items unlike those of training beyond the training's own. */
const NOTABLE_DRIFT = 0.1;
/** Share of the units sold by products that training did not know. */
const NEW_PRODUCTS = 0.5;
const DRIFTS = ['unfamiliar_text', 'price_out_of_range', 'history_out_of_range'] as const;

export interface Judged {
  tally: Tally;
  expected: readonly ExpectedAccuracy[];
  /** Last week that the model was trained on. */
  trainedUntil: string | null;
  lastWeek: Week | null;
  /** Whether the model was trained on this shop's products; null if unknown. */
  isOfShop: boolean | null;
  /** Of the products on sale at the last closing, and of the training data. */
  drift: { now: DriftShares | null; training: DriftShares | null };
}

/** Judges a model by rules, each with its figures; the first rule that holds names the state. */
export function judge(judged: Judged): MonitoringState {
  const { tally, expected } = judged;
  const findings = [
    ...(tally.judged.length === 0 ? [] : ofLastWeeks(tally, expected)),
    ...TASKS.map((task) => worseOverWindow(tally, task)),
    tooOld(judged),
    unlikeTraining(judged),
  ];
  const found = STATES.find((state) => findings.some((finding) => finding.state === state && finding.holds));
  const told = findings.some(({ holds, state }) => holds !== null && state !== 'stale');
  const state = found ?? (told ? 'as expected' : 'unknown');
  const sentence = state === 'as expected' ? asExpected(tally, findings) : STATE_SENTENCES[state];
  return { state, sentence, findings };
}

function ofLastWeeks(tally: Tally, expected: readonly ExpectedAccuracy[]): Finding[] {
  return [
    worseThanSimple(tally),
    ...expected.map((one) => worseThanBacktest(tally, one)),
    ...expected.map((one) => levelMissed(tally, one)),
  ];
}

/** Claims no more than was found: what was compared, and where a simple method was better, even if by chance. */
function asExpected({ window }: Tally, findings: readonly Finding[]): string {
  const isTested = findings.some(
    ({ state, holds }) => state === 'worse than the backtest' && holds === false,
  );
  const found = isTested ? STATE_SENTENCES.tested : STATE_SENTENCES.untested;
  const behind = TASKS.flatMap((task) => {
    const { difference, weeks } = window[task];
    const worse = difference.ratio ?? 0;
    return worse < SHOWN ? [] : [`${PRODUCTS[task]} by ${worse.toFixed(3)} in ${weeks.size} weeks`];
  });
  return behind.length === 0
    ? found
    : `${found} A simple method had a smaller WAPE, not surely or by less than ${NOTABLE}: ${behind.join(', ')}.`;
}

/** Smaller differences are shown as zero. */
const SHOWN = 5e-4;
const PRODUCTS: Record<Task, string> = {
  NEW: 'new products',
  KNOWN: 'known products',
  YOUNG: 'young products',
};

/** The state before the first check. */
export const UNKNOWN: MonitoringState = { state: 'unknown', sentence: STATE_SENTENCES.unknown, findings: [] };

function worseThanSimple({ judged, judgedDifference }: Tally): Finding {
  const interval = judgedDifference.interval(SURE);
  const weeks = judged.map(({ all }) => {
    const [model, simple] = [all.sums.model().wape, all.sums.simpleMethod().wape];
    return model === null || simple === null ? null : model - simple;
  });
  const isTold = weeks.every((week) => week !== null);
  return {
    state: 'worse than a simple method',
    holds:
      interval !== null && interval.products >= FEWEST_PRODUCTS && isTold
        ? interval.low > 0 && interval.difference >= NOTABLE && weeks.every((week) => week > 0)
        : null,
    rule:
      `In each of the last ${JUDGED_WEEKS} closed weeks the model's WAPE is larger than the simple method's, and over them ` +
      `surely so (99% interval over ${FEWEST_PRODUCTS} products or more) and by ${NOTABLE} or more.`,
    figures: {
      products: interval?.products ?? 0,
      difference: interval?.difference ?? null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    },
  };
}

function worseOverWindow({ window }: Tally, task: Task): Finding {
  const { difference, weeks } = window[task];
  const interval = difference.interval();
  const enough = interval !== null && interval.products >= FEWEST_PRODUCTS && weeks.size >= FEWEST_WEEKS;
  return {
    state: 'worse than a simple method',
    holds: enough ? interval.low > 0 && interval.difference >= NOTABLE : null,
    rule:
      `Over the last ${WINDOW_WEEKS} closed weeks (${FEWEST_WEEKS} or more compared) the WAPE of ${FEWEST_PRODUCTS} ${task} ` +
      `products or more is surely larger than the simple method's (95% interval) and by ${NOTABLE} or more.`,
    figures: {
      weeks: weeks.size,
      products: difference.products,
      difference: difference.ratio,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    },
  };
}

function worseThanBacktest({ judged }: Tally, { task, high, wape }: ExpectedAccuracy): Finding {
  const groups = judged.map(({ tasks }) => tasks[task]);
  const enough = groups.every(({ products }) => products >= FEWEST_PRODUCTS);
  return {
    state: 'worse than the backtest',
    holds: enough ? groups.every((group) => isAbove(group, high)) : null,
    rule:
      `In each of the last ${JUDGED_WEEKS} closed weeks the WAPE of ${FEWEST_PRODUCTS} ${task} products or more lies above ` +
      'the interval in which the backtest expects a week with 95%.',
    figures: {
      expected: wape,
      high,
      ...Object.fromEntries(
        groups.flatMap(({ products, sums }, at) => [
          [`wape_${mondayOf(judged[at].week)}`, sums.model().wape],
          [`products_${mondayOf(judged[at].week)}`, products],
        ]),
      ),
    },
  };
}

/**
 * If sales halve or double, the bias shows it before the errors do. The mean over weeks varies no more than a single
 * week, however correlated they are; and a single bad week is not a state.
 */
function levelMissed({ judged }: Tally, expected: ExpectedAccuracy): Finding {
  const { task, bias, bias_low: low, bias_high: high } = expected;
  const groups = judged.map(({ tasks }) => tasks[task]);
  const found = groups.map(({ sums }) => sums.model().bias);
  const enough = groups.every(({ products }, at) => products >= FEWEST_PRODUCTS && found[at] !== null);
  const weeks = found.map((one) => one ?? NaN);
  return {
    state: 'worse than the backtest',
    holds: enough
      ? (mean(weeks) > high && weeks.every((week) => week > (bias + high) / 2)) ||
        (mean(weeks) < low && weeks.every((week) => week < (bias + low) / 2))
      : null,
    rule:
      `Over the last ${JUDGED_WEEKS} closed weeks the mean bias of ${FEWEST_PRODUCTS} ${task} products or more lies outside the ` +
      'interval in which the backtest expects a week with 95%, and each of these weeks more than halfway there.',
    figures: {
      expected: bias,
      low,
      high,
      ...Object.fromEntries(found.map((one, at) => [`bias_${mondayOf(judged[at].week)}`, one])),
    },
  };
}

/** If nothing was sold at all, errors exceed any share. */
function isAbove({ sums }: Group, high: number): boolean {
  return sums.units > 0 ? sums.absolute / sums.units > high : sums.absolute > 0;
}

function tooOld({ trainedUntil, lastWeek, isOfShop }: Judged): Finding {
  const between = trainedUntil === null || lastWeek === null ? null : lastWeek - weekOf(trainedUntil);
  const incomparable = incomparability(between, isOfShop);
  const weeks = incomparable === null ? between : null;
  return {
    state: 'stale',
    holds: weeks === null ? null : weeks > OLD_WEEKS,
    rule:
      `More than ${OLD_WEEKS} weeks have closed since those that the model was trained on.` +
      (incomparable === null ? '' : ` Not comparable: ${incomparable}.`),
    figures: { weeks },
  };
}

function incomparability(weeks: number | null, isOfShop: boolean | null): string | null {
  if (isOfShop === false) return 'the model was trained on the products of another shop';
  if (weeks !== null && weeks < 0) return 'the model was trained on later weeks than the catalog has';
  return null;
}

function unlikeTraining({ drift: { now, training } }: Judged): Finding {
  const enough = now !== null && now.items >= FEWEST_PRODUCTS;
  const beyond = DRIFTS.map((kind) => {
    const [share, usual] = [now?.[kind] ?? null, training?.[kind] ?? null];
    return share === null || usual === null ? null : share - usual;
  });
  const known = beyond.some((share) => share !== null) || (now?.new_products ?? null) !== null;
  return {
    state: 'stale',
    holds:
      enough && known
        ? beyond.some((share) => share !== null && share >= NOTABLE_DRIFT) ||
          (now.new_products ?? 0) > NEW_PRODUCTS
        : null,
    rule:
      `Of the products on sale at the last closing (${FEWEST_PRODUCTS} or more) the share with unfamiliar texts, prices out of ` +
      `range or sales out of range lies ${NOTABLE_DRIFT} or more above the training's own, or products that training did not ` +
      `know sold more than half of all units.`,
    figures: {
      products: now?.items ?? 0,
      ...Object.fromEntries(
        DRIFTS.flatMap((kind) => [
          [kind, now?.[kind] ?? null],
          [`${kind}_in_training`, training?.[kind] ?? null],
        ]),
      ),
      new_products: now?.new_products ?? null,
    },
  };
}
