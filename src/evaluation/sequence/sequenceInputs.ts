import { ownPriceIn } from '../../common/ownPrice';
import { mean } from '../../common/statistics';
import type { WeekSales } from '../../contract/record';
import type { TextVectors } from '../../training/encoder/textVectors';
import { project, type Projection } from '../../training/head/projection';

/** Number of input weeks; shorter histories begin with unknown weeks. */
export const WEEKS = 13;
/**
 * Per week: the distance of its sales from the level in spreads, whether it is known, whether it is zero, and the log
 * of its price relative to the product's own.
 */
export const CHANNELS = 4;
export const KNOWN_CHANNEL = 1;

/**
 * Weeks before the forecast that give the level, and the deviation of log1p(units) towards which the own one is shrunk.
 */
const LEVEL_WEEKS = 8;
const USUAL_SPREAD = 0.8;
/** log1p of the level is clipped here, so that all large levels look the same to the networks. */
const HIGH_LEVEL = 4;
const [SMALLEST_SPREAD, LARGEST_SPREAD] = [0.05, 4];
const DESCRIPTION_DIRECTIONS = 8;
const PROMOTION_DIRECTIONS = 4;

/** A sequence network's inputs for one product at one moment, and the location of its answers. */
export interface SequenceInput {
  /** Row-major [WEEKS, CHANNELS], oldest first. */
  weeks: Float32Array;
  context: Float32Array;
  /** log1p of the weekly level, and the deviation around it: an answer z stands for location + spread * z. */
  location: number;
  spread: number;
}

/** Texts as few numbers; null where there is no text to learn directions from. */
export interface TextDirections {
  description: Projection;
  promotion: Projection | null;
}

export function textDirections(
  texts: TextVectors,
  descriptions: readonly string[],
  promotions: readonly string[],
): TextDirections {
  const directions = (all: readonly string[], width: number) => {
    const vectors = new Float32Array(all.length * texts.dimension);
    all.forEach((text, row) => vectors.set(texts.vectorOf(text), row * texts.dimension));
    return project(vectors, texts.dimension, width);
  };
  return {
    description: directions([...new Set(descriptions)], DESCRIPTION_DIRECTIONS),
    promotion: promotions.length > 0 ? directions(promotions, PROMOTION_DIRECTIONS) : null,
  };
}

/** `promotions` are those planned for each week ahead. */
export function sequenceInput(
  history: readonly WeekSales[],
  description: string,
  promotions: readonly (string | null)[],
  texts: TextVectors,
  directions: TextDirections,
): SequenceInput {
  const recent = history.slice(-WEEKS);
  const { location, spread } = levelOf(recent);
  const own = ownPriceIn(history);
  const weeks = new Float32Array(WEEKS * CHANNELS);
  recent.forEach(({ units, price }, place) => {
    if (Number.isNaN(units)) return;
    const change = price !== null && own !== null ? Math.log(price / own) || 0 : 0;
    const figures = [(Math.log1p(units) - location) / spread, 1, units === 0 ? 1 : 0, change];
    weeks.set(figures, (WEEKS - recent.length + place) * CHANNELS);
  });
  const { promotion } = directions;
  const context = [
    Math.min(location, HIGH_LEVEL),
    spread,
    Math.log1p(history.length) / 3,
    ...projectedText(texts.vectorOf(description), directions.description),
    ...promotions.flatMap((text) =>
      promotion === null
        ? []
        : [
            text === null ? 0 : 1,
            ...(text === null
              ? new Float32Array(promotion.width)
              : projectedText(texts.vectorOf(text), promotion)),
          ],
    ),
  ];
  return { weeks, context: Float32Array.from(context), location, spread };
}

function levelOf(recent: readonly WeekSales[]): { location: number; spread: number } {
  const known = recent.map(({ units }) => units).filter((units) => !Number.isNaN(units));
  const location = Math.log1p(mean(known.slice(-LEVEL_WEEKS)));
  const logs = known.map(Math.log1p);
  const centre = mean(logs);
  const squares = logs.reduce((sum, value) => sum + (value - centre) ** 2, USUAL_SPREAD ** 2);
  const spread = Math.sqrt(squares / (logs.length + 1));
  return { location, spread: Math.min(Math.max(spread, SMALLEST_SPREAD), LARGEST_SPREAD) };
}

function projectedText(
  vector: Float32Array,
  { mean: centre, directions, width, scale }: Projection,
): number[] {
  return Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let at = 0; at < vector.length; at += 1)
      sum += (vector[at] - centre[at]) * directions[at * width + column];
    return sum / scale;
  });
}
