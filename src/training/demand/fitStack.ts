import { sum } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import { STACK_GROUPS, type StackGroup } from '../../contract/stackParts';
import { featureNames } from '../../features/featureVector';
import { liftedBy } from '../head/categoryLift';
import { nearer } from '../head/nearness';
import type { Stack } from '../head/stack';
import type { StackMember } from '../head/stackMember';
import type { AnswerShape } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { firstSeasonWeek, similarNames, similarTable } from './similarColumns';
import { readsHistory } from './demandInputs';
import { expectedOfLaunches } from './expectedOfLaunches';
import { fitCategories } from './fitCategories';
import { fitNearness } from './fitNearness';
import { casesOf, type HeldOutAnswers } from './stackCases';
import { bestShares, servedShares, type ServedMix, type StackCase, type Sure } from './stackShares';
import { type Worth, worthOf } from './stackWorth';

/** Features that are simple methods themselves, and columns of similar products' sales. */
const OWN_METHODS = [
  ...['lag_1', 'mean_4', 'mean_8', 'mean_13', 'mean_26'],
  ...['smoothed_1', 'smoothed_3', 'smoothed_best', 'croston', 'tsb', 'year_ago'],
];
const SIMILAR_METHODS = [
  ...['analogs_mean', 'analogs_level', 'words_level', 'characters_level'],
  ...['price_mean', 'price_level'],
];

/**
 * Own methods that still hold more than half of a product's level after eight weeks without a sale. None of them is
 * served alone: the held-out weeks may have no product at its end, and then cannot show this.
 */
const SLOW = new Set(['mean_26', 'croston', 'year_ago']);
/** Those whose level comes from other weeks than those that the season is relative to. */
const OUT_OF_SEASON = new Set(['mean_13', 'smoothed_1', 'smoothed_best', 'tsb']);

/**
 * A ridge regression on the network's own inputs: on small shops it knows as much as the network does, on young
 * products more.
 */
const RIDGE = 'ridge';

/**
 * Shares before anything is held out: the best over many shops drawn from two real ones (scripts/portfolio, seeds 0 to
 * 19). Where a head does not know a method, the others take its share.
 */
const PRIOR: Record<StackGroup, Readonly<Record<string, number>>> = {
  new: { network: 0.1, analogs_mean: 0.54, characters_level: 0.18, words_level: 0.18, price_mean: 0.45 },
  young: {
    ...{ network: 0.17, [RIDGE]: 0.37, tsb: 0.07, smoothed_best: 0.07, mean_4: 0.07, croston: 0.05 },
    ...{ smoothed_3: 0.05, analogs_level: 0.1, words_level: 0.05, price_level: 0.1 },
  },
  known: {
    ...{ network: 0.42, [RIDGE]: 0.42, smoothed_best: 0.05, tsb: 0.04, croston: 0.04, mean_8: 0.03 },
  },
};
/** Initial share of any other method, which more products may raise. */
const LEAST = 0.002;
/**
 * Weight of these initial shares: launches are few, and those of one season are unlike those of the next. So are young
 * products: in shops of 30, the few held-out ones mislead.
 */
const HOLD: Record<StackGroup, number> = { new: 5, young: 16, known: 1 };
/**
 * When a part is served alone. For known products, three windows (fifteen weeks) in each of which a simple method is
 * better are stronger evidence than standard errors, which with many candidates find one by chance in one or two
 * windows.
 */
const SURE: Record<StackGroup, (windows: number, isSimple: boolean) => Sure> = {
  new: () => ({ errors: 2.5, products: 20 }),
  young: () => ({ errors: 2.5, products: 20 }),
  known: (windows, isSimple) =>
    windows < 3 ? { errors: 2.5, products: 100 } : { errors: isSimple ? 1 : 2.5, products: 30 },
};

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
 * Fits the shares of the network and of simple methods on held-out weeks, and evaluates them: the error of the mix on
 * each half of the products with shares from the other half, or that of the method served alone. Weeks, totals and
 * means have the same shares, with the least error in all three together. Nearness of similar products, for products
 * without history, is fitted after that, then categories. `launches` [R] are weekly units that the simple methods
 * together expect of products without history, adjusted by the category effects of others.
 */
export function fitStack(
  dataset: DemandDataset,
  kind: HeadKind,
  answers: AnswerShape,
  heldOut: readonly HeldOutAnswers[],
): { stack: Stack; worth: () => Worth[]; launches: Float32Array } {
  const members = stackMembers(dataset, kind);
  const names = members.map(({ name }) => name);
  const weeksKnown = featureNames(dataset.context).indexOf('weeks_known');
  const changes = dataset.season.change && firstSeasonWeek(dataset, kind) !== null;
  const isBarred = (name: string) => SLOW.has(name) || (changes && OUT_OF_SEASON.has(name));
  const cases = casesOf(dataset, kind, answers, heldOut, members, weeksKnown);
  const fit = (group: StackGroup, own: readonly StackCase[]) =>
    servedShares(own, bestShares(own, priorOf(group, own, members), HOLD[group]), (windows, part) =>
      isBarred(names[part - 1]) ? null : SURE[group](windows, part <= members.length),
    );
  const shares = STACK_GROUPS.map((group) => {
    const { weeks, total, mean } = cases[group];
    return [group, fit(group, [...weeks, ...total, ...mean])] as const;
  });
  const served = Object.fromEntries(shares) as Stack['shares'];
  const mix: Stack = {
    ...{ members, models: [RIDGE], weeksKnown, nearness: null, categories: null },
    shares: served,
  };
  const nearness = fitNearness(dataset, kind, expectedOfLaunches(dataset, kind, mix));
  const nearMix = { ...mix, nearness };
  const expected = expectedOfLaunches(dataset, kind, nearMix);
  const { lift, effects } = fitCategories(dataset, kind, expected);
  // The network and the regression use categories themselves.
  const simple = sum(members.map((_, at) => served.new[at + 1]));
  const effectOn = (row: number) => simple * effects[row];
  const analogs = similarTable(dataset, kind);
  const width = analogs.length / dataset.rows.count;
  const whole: ServedMix = (_, units) => units;
  const near: ServedMix = ({ row, weeks }, units) => {
    const own = analogs.subarray(row * width, (row + 1) * width);
    return weeks * liftedBy(nearness ? nearer(units / weeks, own, nearness) : units / weeks, effectOn(row));
  };
  const worthOfGroup = (group: 'new' | 'known'): Worth[] => {
    if (cases[group].total.length === 0) return [];
    const alone = [null, ...names, RIDGE][served[group].indexOf(1)] ?? null;
    return [
      {
        task: group === 'new' ? 'NEW' : 'KNOWN',
        products: new Set(cases[group].weeks.map(({ product }) => product)).size,
        alone: group === 'new' && (nearness || lift) ? null : alone,
        ...worthOf(
          cases[group],
          [...names, RIDGE],
          (own) => (alone === null ? fit(group, own) : served[group]),
          group === 'new' ? near : whole,
        ),
      },
    ];
  };
  return {
    stack: {
      ...nearMix,
      categories: lift && { ...lift, effects: lift.effects.map((effect) => simple * effect) },
    },
    worth: () => [...worthOfGroup('new'), ...worthOfGroup('known')],
    launches: expected.map((units, row) => liftedBy(units, effectOn(row))),
  };
}

/**
 * Initial shares of the network, the members and the regression, among those with a forecast. Similar products have no
 * share in known products, whose forecasts scale with their own level.
 */
function priorOf(group: StackGroup, cases: readonly StackCase[], members: readonly StackMember[]): number[] {
  const prior = PRIOR[group];
  const own = members.some(({ table }) => table === 'features');
  const excluded = ({ table }: StackMember) =>
    (group === 'new' && table === 'features') || (group === 'known' && own && table === 'analogs');
  const simple = members.map((member, at) => {
    const ignorant = cases.length > 0 && cases.every(({ known }) => !known[at]);
    return ignorant || excluded(member) ? 0 : (prior[member.name] ?? LEAST);
  });
  return [prior.network, ...simple, prior[RIDGE] ?? 0];
}
