import type { Analog } from '../../contract/forecastAnswers';
import type { HeadOutputs } from '../../contract/head';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { rounded } from './ranges';

/** The known products most similar to one row, the nearest first. */
export function analogsOf(model: ModelDirectory, outputs: HeadOutputs, row: number, rows: number): Analog[] {
  const width = outputs.analogIndex.length / rows;
  return Array.from({ length: width }, (_, at) => row * width + at)
    .filter((at) => model.analogs[outputs.analogIndex[at]] !== undefined)
    .map((at) => ({
      ...model.analogs[outputs.analogIndex[at]],
      similarity: Math.min(1, rounded(outputs.analogSimilarity[at])),
    }));
}

/** Cosine to the nearest known product; null if the head has no analogs. */
export function nearestSimilarity(outputs: HeadOutputs, row: number, rows: number): number | null {
  const width = outputs.analogSimilarity.length / rows;
  if (width === 0) return null;
  let nearest = -Infinity;
  for (let at = row * width; at < (row + 1) * width; at++)
    nearest = Math.max(nearest, outputs.analogSimilarity[at]);
  return nearest;
}
