import { floatsIn } from '../../engine/floats';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { concat, slice } from '../../graph/ops';
import {
  average,
  filled,
  firstFive,
  nearestMean,
  NEIGHBOURS,
  NOBODY,
  type Neighbours,
  softWeights,
  spreadOf,
} from '../head/analogFeatures';
import { firstEligible } from '../head/bank';
import type { AnalogBlock } from '../head/headGraph';
import type { TableDataset } from './tableDataset';

/** Features of `analogFeatures`. */
export const ANALOG_COLUMNS = 6;

const STATISTICS = 2;
/** Decays so fast that nearly only the nearest row counts. */
const SHARP = 0.03;
const SOFT = 0.07;
const COUNT = NEIGHBOURS;

/**
 * Statistics of the rows with the most similar texts, [N, ANALOG_COLUMNS]; NaN if unknown. `statistics` [S, 2]: targets
 * on the network's scale, and their squares.
 */
function analogFeatures(nearest: Neighbours, statistics: Value): Value {
  const soft = average(statistics, nearest, softWeights(nearest, SOFT));
  const [level, squared] = [slice(soft, -1, 0, 1), slice(soft, -1, 1, 2)];
  const column = slice(statistics, -1, 0, 1);
  const { similarity } = nearest;
  return concat(
    [
      level,
      spreadOf(squared, level),
      average(column, nearest, softWeights(nearest, SHARP)),
      average(column, nearest, firstFive(nearest)),
      filled(slice(similarity, 1, 0, 1)),
      nearestMean(similarity),
    ],
    -1,
  );
}

/** The analogs of a head that has seen all rows. */
export function tableAnalogs({ bank, latents }: TableDataset): AnalogBlock {
  return {
    bank,
    nearest: COUNT,
    features: (nearest) =>
      analogFeatures(nearest, nearest.index.graph.constant(statisticsOf(latents), [bank.size, STATISTICS])),
  };
}

/** Row-major [R, ANALOG_COLUMNS]: the analogs of every row among the `eligible` others, never itself. */
export async function rowAnalogs(
  { latents, ranking }: TableDataset,
  eligible: Uint8Array,
): Promise<Float32Array> {
  const rows = latents.length;
  const graph = new GraphBuilder('analogs');
  const neighbours: Neighbours = {
    index: graph.input('index', 'int64', ['N', COUNT]),
    similarity: graph.input('similarity', 'float', ['N', COUNT]),
  };
  graph.output(
    'analogs',
    analogFeatures(neighbours, graph.constant(statisticsOf(latents), [rows, STATISTICS])),
  );
  const session = await openOnCpu(graph.bytes());
  const index = new BigInt64Array(rows * COUNT);
  const similarity = new Float32Array(index.length).fill(NOBODY);
  for (let row = 0; row < rows; row += 1) {
    firstEligible(ranking, row, row, eligible, COUNT, { index, similarity, at: row * COUNT });
  }
  const outputs = await session.run({
    index: new Tensor('int64', index, [rows, COUNT]),
    similarity: new Tensor('float32', similarity, [rows, COUNT]),
  });
  await session.release();
  return floatsIn(outputs, 'analogs');
}

function statisticsOf(latents: Float32Array): Float32Array {
  return Float32Array.from({ length: latents.length * STATISTICS }, (_, at) => {
    const latent = latents[Math.floor(at / STATISTICS)];
    return at % STATISTICS === 0 ? latent : latent ** 2;
  });
}
