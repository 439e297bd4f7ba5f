import type { HeadKind } from '../../contract/head';
import { STACK_GROUPS, type StackGroup } from '../../contract/stackParts';
import { featureNames } from '../../features/featureVector';
import type { Stack, StackMember } from '../head/stack';
import type { AnswerShape } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { readsHistory, similarNames } from './demandInputs';
import { casesOf, type HeldOutAnswers } from './stackCases';
import { bestShares, mixError, servedShares, type StackCase } from './stackShares';
import { type Worth, worthOf } from './stackWorth';

/** Features that are simple methods of their own, and columns of similar products' sales. */
const OWN_METHODS = [
  ...['lag_1', 'mean_4', 'mean_8', 'mean_13', 'mean_26'],
  ...['smoothed_1', 'smoothed_3', 'smoothed_best', 'croston', 'tsb', 'year_ago'],
];
const SIMILAR_METHODS = [
  ...['analogs_mean', 'analogs_level', 'words_level', 'characters_level'],
  ...['price_mean', 'price_level'],
];

/** A ridge regression on the network's own inputs: of small shops it knows as much as the network does, of young products more. */
const RIDGE = 'ridge';

/**
 * Shares of the network and of the ridge regression before anything is held out, and how strongly all shares are held to
 * them: launches are few, and those of one season are unlike those of the next.
 */
const PRIOR: Record<StackGroup, { network: number; ridge: number }> = {
  new: { network: 0.1, ridge: 0 },
  young: { network: 0.2, ridge: 0.6 },
  known: { network: 0.45, ridge: 0.45 },
};
const HOLD: Record<StackGroup, number> = { new: 3, young: 3, known: 2 };
/** Where nothing can be told of methods, of products that nothing is known of: what similar ones sell on average. */
const NEW_PRIOR: Readonly<Record<string, number>> = {
  analogs_mean: 2,
  words_level: 1,
  characters_level: 1,
  price_mean: 1,
};
/** Errors that differ by this are much unlike. */
const ERROR_SCALE = 0.05;

/** The simple methods that a kind of head can be stacked with. */
function stackMembers(dataset: DemandDataset, kind: HeadKind): StackMember[] {
  const names = featureNames(dataset.context);
  const similar = similarNames(kind);
  const pick = (wanted: readonly string[], from: readonly string[], table: StackMember['table']) =>
    wanted.flatMap((name) => (from.includes(name) ? [{ name, table, column: from.indexOf(name) }] : []));
  return [
    ...(readsHistory(kind) ? pick(OWN_METHODS, names, 'features') : []),
    ...pick(SIMILAR_METHODS, similar, 'analogs'),
  ];
}

/**
 * Shares of the network and of simple methods by what was held out, and what that is worth: the error of the mix on each half
 * of the products, with shares from the other half.
 */
export function fitStack(
  dataset: DemandDataset,
  kind: HeadKind,
  answers: AnswerShape,
  heldOut: readonly HeldOutAnswers[],
): { stack: Stack; worth: Worth[] } {
  const members = stackMembers(dataset, kind);
  const names = featureNames(dataset.context);
  const weeksKnown = names.indexOf('weeks_known');
  const cases = casesOf(dataset, kind, answers, heldOut, members, weeksKnown);
  const fit = (group: StackGroup, own: readonly StackCase[]) =>
    servedShares(own, bestShares(own, priorOf(group, own, members), HOLD[group]));
  const shares = STACK_GROUPS.map((group) => {
    const { weeks, total, mean } = cases[group];
    return [
      group,
      {
        weeks: fit(group, weeks),
        total: fit(group, total),
        mean: fit(group, mean),
      },
    ] as const;
  });
  const worth = (['new', 'known'] as const).flatMap((group): Worth[] => {
    const { weeks, total } = cases[group];
    if (total.length === 0) return [];
    const figure = (part: 'weeks' | 'total') =>
      worthOf(cases[group][part], [...members.map(({ name }) => name), RIDGE], (own) => fit(group, own));
    return [
      {
        task: group === 'new' ? 'NEW' : 'KNOWN',
        products: new Set(weeks.map(({ product }) => product)).size,
        weekly: figure('weeks'),
        total: figure('total'),
      },
    ];
  });
  return {
    stack: { members, models: [RIDGE], shares: Object.fromEntries(shares) as Stack['shares'], weeksKnown },
    worth,
  };
}

/** The network's and the regression's share, and of the rest more for methods that erred less, of those that know something. */
function priorOf(group: StackGroup, cases: readonly StackCase[], members: readonly StackMember[]): number[] {
  const weights = members.map(({ name, table }, at) => {
    if (group === 'new') return NEW_PRIOR[name] ?? 0;
    if (cases.length === 0) return table === 'features' && name !== 'year_ago' ? 1 : 0;
    if (cases.every(({ known }) => !known[at])) return 0;
    const alone = [0, ...members.map((_, other) => (other === at ? 1 : 0)), 0];
    return Math.exp(-mixError(cases, alone) / ERROR_SCALE);
  });
  const whole = weights.reduce((total, weight) => total + weight, 0);
  const { network, ridge } = PRIOR[group];
  if (whole === 0) return [network, ...weights, ridge];
  const rest = 1 - network - ridge;
  return [network, ...weights.map((weight) => (rest * weight) / whole), ridge];
}
