import { GraphBuilder, type Value } from '../../graph/builder';
import { add, cast, concat, equal, mul, reduceSum, reshape, slice, topK, where } from '../../graph/ops';
import { NOBODY, type Neighbours } from './analogFeatures';
import { type Anchor, placementOf, recordAnchor } from './anchor';
import { type AnswerFactor, factorIn } from './answerFactor';
import { type AnswerShape, answersOf, ensemble, meansOf } from '../network/answers';
import { type Bank, similarities } from './bank';
import { type Calibrated, calibratedUnits, meanFactor } from './calibratedUnits';
import type { TrainedNetwork } from '../network/fitNetwork';
import { type KnownPromotions, promotionFamiliarity } from './promotionFamiliarity';
import { historyGroups } from './historyGroups';
import { launchMeans } from './launchMeans';
import { type LinearShare, movedByShare } from './linearShare';
import { type InputTransform, selectColumns, transformInputs } from './inputTransform';
import { type ColumnTrees, treeAnswers } from './columnTrees';
import { NEIGHBOUR_COLUMNS } from '../../shop/neighbours/neighbourStatistics';
import { network } from '../network/network';
import { constantsOf } from '../network/parameters';
import { placed, type Placement } from '../network/placement';
import { type Regression, ridgeAnswers } from '../network/ridge';
import { type Scale, unitsOf } from './scale';
import { seasonIn, withTotal } from './seasonFactor';
import { type Stack, type Stacked, stacked } from './stack';
import { totalWithin } from './totalWithin';

/** A trained head, the source of its graph. */
export interface TrainedHead extends Calibrated {
  /** Columns of the `features` input, used or not; 0 for a head without it. */
  featureColumns: number;
  dimension: number;
  transform: InputTransform;
  network: TrainedNetwork;
  scale: Scale;
  /** The columns of the `analogs` input, [N, A], that it uses; empty for a head without it. */
  similar: readonly number[];
  /** Trees on the features, whose predictions are appended to these; null without trees. */
  trees: ColumnTrees | null;
  /** The scale of its answers; null: they are used as they are. */
  anchor: Anchor | null;
  /** Half of its answers before they are placed; null: they are the network's alone. */
  linear: LinearShare | null;
  /** Simple methods that its answers are mixed with; null: none. */
  stack: Stack | null;
  /** The stack's ridge regression on the network's inputs; null without one. */
  ridge: Regression | null;
  /** The column of the features with log1p(weeks of history). */
  weeksKnown: number;
  /** Null for a head that knows no promotions. */
  promotions: KnownPromotions | null;
  /** The effect of the plan on the answers; null without one. */
  factor: AnswerFactor | null;
  /** The first column with the season of a week among the analogs that it uses; null if there is none. */
  season: number | null;
}

/** A bank of texts inside a head's graph, and the features computed from the most similar ones. */
export interface AnalogBlock {
  bank: Bank;
  /** Number of rows, the nearest by text, from which `features` are computed; at least as many as are shown. */
  nearest: number;
  /** Features [N, A] in a graph from the nearest rows, which are output next to the answer. */
  features(nearest: Neighbours): Value;
}

/** Number of analogs shown next to a forecast. */
const SHOWN = 10;

/** A head as an ONNX model with the inputs and outputs of contract/head.ts; everything fitted is inside. */
export function headGraph(head: TrainedHead, block: AnalogBlock | null = null): Uint8Array {
  const graph = new GraphBuilder('head');
  const { transform, dimension } = head;
  const features =
    head.featureColumns > 0 ? graph.input('features', 'float', ['N', head.featureColumns]) : null;
  const usesText = transform.description !== null || block !== null;
  const description = usesText ? graph.input('description', 'float', ['N', dimension]) : null;
  const promo = transform.promo ? graph.input('promo', 'float', ['N', dimension]) : null;
  const familiarity = promo && head.promotions ? promotionFamiliarity(promo, head.promotions) : null;
  if (familiarity) graph.output('promo_similarity', familiarity.similarity);
  const found = block && description ? addAnalogs(graph, description, block) : null;
  const analogs = found ?? (head.similar.length > 0 ? analogInput(graph, head.similar) : null);
  const anchor = head.anchor && features ? recordAnchor(features, analogs, head.anchor) : null;
  const nothing = features || description ? null : graph.input('bank_index', 'int64', ['N']);
  const inputs = nothing
    ? mul(cast(reshape(nothing, ['N', 1]), 'float'), 0)
    : transformInputs(
        {
          features:
            features && head.trees ? concat([features, treeAnswers(features, head.trees)], 1) : features,
          analogs,
          description,
          promo,
          familiarity: familiarity?.familiarity ?? null,
          anchor,
        },
        transform,
      );
  const { shape, parameters, weights, answers } = head.network;
  const raw = network(inputs, constantsOf(parameters, weights, graph), shape);
  const alone = ensemble(answersOf(raw, answers));
  const own = head.linear ? movedByShare(alone, inputs, head.linear, answers) : alone;
  const placement = anchor && placementOf(anchor, answers.series - 1);
  const latent = placement ? placed(own, placement) : own;
  const means = weekMeans(latent, head);
  const answered =
    head.stack && features
      ? stacked(
          { quantiles: latent, means },
          {
            features,
            analogs,
            models: placement && head.ridge ? [ridgeUnits(inputs, head.ridge, placement)] : [],
          },
          answers.quantiles,
          head.stack,
        )
      : { quantiles: latent, means };
  const factor = head.factor && features ? factorIn(head.factor, features, analogs, familiarity) : null;
  const groups = features && head.anchor ? historyGroups(features, head.weeksKnown) : null;
  const season = head.season !== null && analogs ? seasonIn(analogs, head.season, answers.series - 1) : null;
  addAnswers(graph, answered, groups, { planned: factor, season }, head);
  return graph.bytes();
}

/** Answers of the ridge regression, placed, [N, S]. */
function ridgeUnits(inputs: Value, ridge: Regression, { location, spread }: Placement): Value {
  return add(location, mul(ridgeAnswers(inputs, ridge), spread));
}

/** Means in units [N, weeks] of quantiles [N, S, Q], by the probability around each; for a single series its own. */
function weekMeans(latent: Value, { network: { answers }, scale }: TrainedHead): Value {
  const { series, quantiles } = answers;
  const means = meansOf(unitsOf(latent, scale), quantiles);
  return series === 1 ? means : slice(means, 1, 0, series - 1);
}

/**
 * Calibrated quantiles, with the total's consistent with the weeks', and means with their sum, multiplied by season and
 * plan.
 */
function addAnswers(
  graph: GraphBuilder,
  { quantiles: latent, means }: Stacked,
  groups: Value | null,
  { planned, season }: { planned: Value | null; season: Value | null },
  { network: { answers }, scale, ...calibrated }: TrainedHead,
): void {
  const units = calibratedUnits(latent, groups, calibrated, answers, scale);
  const agreeing = groups ? totalWithin(units, answers.quantiles, calibrated.rounding) : units;
  const factored = agreeingMeans(
    mul(means, meanFactor(means, groups, calibrated)),
    agreeing,
    groups,
    calibrated,
    answers,
  );
  const inSeason = season
    ? mul(agreeing, reshape(withTotal(season, factored), ['N', answers.series, 1]))
    : agreeing;
  graph.output('quantiles', planned ? mul(inSeason, reshape(planned, ['N', 1, 1])) : inSeason);
  const ofWeeks = season ? mul(factored, season) : factored;
  const scaled = planned ? mul(ofWeeks, planned) : ofWeeks;
  graph.output('mean', answers.series === 1 ? scaled : concat([scaled, reduceSum(scaled, [1], true)], 1));
}

/** Means in units; those of launches are consistent with their quantiles. */
function agreeingMeans(
  means: Value,
  units: Value,
  groups: Value | null,
  { launchRange }: Calibrated,
  { quantiles }: AnswerShape,
): Value {
  return groups && launchRange ? launchMeans(means, units, slice(groups, 1, 0, 1), quantiles) : means;
}

function analogInput(graph: GraphBuilder, columns: readonly number[]): Value {
  return selectColumns(graph.input('analogs', 'float', ['N', NEIGHBOUR_COLUMNS.length]), columns);
}

function addAnalogs(graph: GraphBuilder, description: Value, block: AnalogBlock): Value {
  const { bank } = block;
  const own = graph.input('bank_index', 'int64', ['N']);
  const places = graph.constant(
    BigInt64Array.from({ length: bank.size }, (_, place) => BigInt(place)),
    [1, bank.size],
  );
  const all = where(equal(reshape(own, ['N', 1]), places), NOBODY, similarities(description, bank));
  const nearest = firstNeighbours(all, block.nearest);
  const shown = Math.min(SHOWN, bank.size);
  graph.output('analog_index', slice(nearest.index, 1, 0, shown));
  graph.output('analog_similarity', slice(nearest.similarity, 1, 0, shown));
  return block.features(nearest);
}

/** The most similar rows, `count` or as many as there are, nearest first. */
function firstNeighbours(all: Value, count: number): Neighbours {
  const { values, indices } = topK(all, Math.min(count, all.shape[1] as number));
  return { index: indices, similarity: values };
}
