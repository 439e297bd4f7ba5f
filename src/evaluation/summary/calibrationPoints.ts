import type { QuantileScore } from '../../contract/evaluation/scores';

/** How often what was sold lay below each quantile that was forecast. */
export function calibrationPoints({ below_p10, below_p50, below_p90 }: QuantileScore) {
  return [
    { level: 0.1, observed: below_p10 },
    { level: 0.5, observed: below_p50 },
    { level: 0.9, observed: below_p90 },
  ];
}
