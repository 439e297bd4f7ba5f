import { basename, dirname, join } from 'node:path';
import type { GraphTask } from './graphProcess';
import { unit } from './vectorCodes';
import { type KeptTable, readTable } from './vectorFiles';
import { VectorGraph } from './vectorGraph';
import { BLOCK } from './vectorIndex';

/** Writes the graph of a file of vectors: the one before with what has changed since, or else one of all products. */
export async function writeGraph({ before, next, graph }: GraphTask): Promise<void> {
  await readTable(next, async (table) => {
    const { header, rows, hashes, codesOf } = table;
    const kept = (await keptGraph(before, table)) ?? {
      graph: new VectorGraph(header.dimension),
      hashes: new Map<number, number>(),
    };
    const wanted = hashesByRow(table);
    for (const [row, hash] of kept.hashes) if (wanted.get(row) !== hash) kept.graph.remove(row);
    for (let from = 0; from < rows.length; from += BLOCK) {
      const codes = await codesOf(from);
      for (let at = from; at < Math.min(from + BLOCK, rows.length); at++) {
        const isGone = Number.isNaN(hashes[at]);
        if (isGone || kept.hashes.get(rows[at]) === hashes[at]) continue;
        const start = (at - from) * header.dimension;
        kept.graph.add(rows[at], unit(Float32Array.from(codes.subarray(start, start + header.dimension))));
      }
    }
    kept.graph.save(graph);
  });
}

/** Null where none of these vectors was kept. */
async function keptGraph(file: string, { header: { encoder, dimension } }: KeptTable) {
  try {
    return await readTable(file, async (table) => {
      const { header } = table;
      if (header.graph === null || header.encoder !== encoder || header.dimension !== dimension) return null;
      const graph = new VectorGraph(dimension, join(dirname(file), basename(header.graph)));
      return Promise.resolve({ graph, hashes: hashesByRow(table) });
    });
  } catch {
    return null;
  }
}

function hashesByRow({ rows, hashes }: KeptTable): Map<number, number> {
  const byRow = new Map<number, number>();
  rows.forEach((row, at) => void (Number.isNaN(hashes[at]) || byRow.set(row, hashes[at])));
  return byRow;
}
