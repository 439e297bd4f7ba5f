import { certain } from '../../common/certain';

/** One threshold on a score: of those at or above it, which share is positive; of the positives, which share is at or above. */
interface PrecisionRecallPoint {
  threshold: number;
  precision: number;
  recall: number;
}

export interface PrecisionRecallCurve {
  /** Share of positives: the precision of calling everything positive. */
  base: number;
  /** Sum over thresholds of the step in recall times the precision there; no interpolation. */
  average_precision: number;
  /** By falling threshold, from few called to all. */
  points: PrecisionRecallPoint[];
}

/**
 * The precision-recall curve of scores against what is true, one point a distinct score; null without a positive or
 * without a negative. `most` points at the most are kept, those nearest to equal steps of recall.
 */
export function precisionRecall(
  scores: readonly number[],
  positive: readonly boolean[],
  most = Infinity,
): PrecisionRecallCurve | null {
  const positives = positive.filter(Boolean).length;
  if (positives === 0 || positives === positive.length) return null;
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const points: PrecisionRecallPoint[] = [];
  let [hits, average] = [0, 0];
  order.forEach((i, place) => {
    if (positive[i]) hits += 1;
    const threshold = scores[i];
    if (place + 1 < order.length && scores[order[place + 1]] === threshold) return;
    const point = { threshold, precision: hits / (place + 1), recall: hits / positives };
    average += (point.recall - (points.at(-1)?.recall ?? 0)) * point.precision;
    points.push(point);
  });
  return {
    base: positives / positive.length,
    average_precision: average,
    points: points.length > most ? thinned(points, most) : points,
  };
}

/** Of each equal step of recall the first point beyond it, with the first and the last of all. */
function thinned(points: readonly PrecisionRecallPoint[], most: number): PrecisionRecallPoint[] {
  const kept = new Set([points[0], points[points.length - 1]]);
  for (let step = 1; step <= most - 2; step += 1) {
    kept.add(
      certain(
        points.find(({ recall }) => recall >= step / (most - 1)),
        'point of full recall',
      ),
    );
  }
  return points.filter((point) => kept.has(point));
}
