import { finish } from '../../common/steps';
import type { GraphTask } from './graphProcess';
import { unit } from './vectorCodes';
import { graphOf, indexOf, type KeptTable, readTable } from './vectorFiles';
import type { VectorGraph } from './vectorGraph';
import { BLOCK } from './codeBlocks';

/** Writes the graph of a file of vectors: the earlier one updated with the changes, or a new one of all products. */
export async function writeGraph({ before, next, graph }: GraphTask): Promise<void> {
  await readTable(next, async (table) => {
    const kept = await keptGraph(before, table);
    if (kept) await bringUpToDate(kept, table);
    (kept?.graph ?? (await graphOfAll(table))).save(graph);
  });
}

interface KeptGraph {
  graph: VectorGraph;
  /** By row: hash of the text that its vector belongs to. */
  hashes: Map<number, number>;
}

/** Null if there is no stored graph of these vectors with the same axes. */
async function keptGraph(file: string, { header, axes }: KeptTable): Promise<KeptGraph | null> {
  try {
    return await readTable(file, async (before) => {
      if (before.header.encoder !== header.encoder || !axes || !before.axes?.equals(axes)) return null;
      const graph = graphOf(file, before);
      return Promise.resolve(graph && { graph, hashes: hashesByRow(before) });
    });
  } catch {
    return null;
  }
}

async function bringUpToDate(kept: KeptGraph, table: KeptTable): Promise<void> {
  const { header, rows, hashes, codesOf } = table;
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
}

async function graphOfAll(table: KeptTable): Promise<VectorGraph> {
  const index = await indexOf(table, null);
  table.rows.forEach((row, at) => {
    if (Number.isNaN(table.hashes[at])) index.remove(row);
  });
  finish(index.building(table.axes));
  return index.graph!;
}

function hashesByRow({ rows, hashes }: KeptTable): Map<number, number> {
  const byRow = new Map<number, number>();
  rows.forEach((row, at) => void (Number.isNaN(hashes[at]) || byRow.set(row, hashes[at])));
  return byRow;
}
