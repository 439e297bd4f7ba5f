import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../common/writeWhole';
import { VectorIndex } from './vectorIndex';

const NEW_LINE = 10;

const headerSchema = z.strictObject({
  encoder: z.string(),
  dimension: z.number().int().positive(),
  count: z.number().int().min(0),
  /** File beside this one; null where there is none. */
  graph: z.string().nullable(),
});

/** The file of the products' vectors that goes with a registry's file. */
export function vectorsFile(registryFile: string): string {
  return `${registryFile.replace(/\.db$/, '')}-vectors.bin`;
}

/** An index as it was kept, with what tells whether a product's text is still the one that its vector is of. */
export interface KeptVectors {
  index: VectorIndex;
  /** By row. */
  texts: Map<number, number>;
}

/**
 * Writes an index whole: its graph into a file of a new name, then a file with a line of JSON, int32 [N] rows, float64 [N]
 * hashes of the texts and int8 [N, D] codes. Losing the files costs the time to encode the texts again and nothing else.
 */
export async function keepVectors(
  file: string,
  encoder: string,
  index: VectorIndex,
  textOf: (row: number) => string,
): Promise<void> {
  const before = await readHeader(file);
  const { dimension, rows, codes } = index.table();
  const graph = `${basename(file)}.${randomBytes(6).toString('hex')}.graph`;
  const beside = join(dirname(file), `${graph}.tmp`);
  const hasGraph = index.saveGraph(beside);
  if (hasGraph) await rename(beside, join(dirname(file), graph));
  const header = { encoder, dimension, count: rows.length, graph: hasGraph ? graph : null };
  const hashes = Float64Array.from(rows, (row) => textHash(textOf(row)));
  const parts = [rows, hashes, codes].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  await writeWhole(file, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...parts]));
  if (before?.graph) await rm(join(dirname(file), basename(before.graph)), { force: true });
}

/** Null where there is nothing of this encoder that can be read. */
export async function readVectors(file: string, encoder: string): Promise<KeptVectors | null> {
  try {
    const bytes = await readFile(file);
    const header = headerOf(bytes);
    if (header.encoder !== encoder) return null;
    const { dimension, count, graph } = header;
    const body = bytes.buffer.slice(
      bytes.byteOffset + bytes.indexOf(NEW_LINE) + 1,
      bytes.byteOffset + bytes.length,
    ) as ArrayBuffer;
    const rows = new Int32Array(body.slice(0, count * 4));
    const hashes = new Float64Array(body.slice(count * 4, count * 12));
    const codes = new Int8Array(body.slice(count * 12));
    if (codes.length !== count * dimension) return null;
    const index = VectorIndex.of({ dimension, rows, codes }, graph && join(dirname(file), basename(graph)));
    return { index, texts: new Map(Array.from(rows, (row, at) => [row, hashes[at]])) };
  } catch {
    return null;
  }
}

/** A number of 53 bits that changes with a text (FNV-1a twice, with different beginnings). */
export function textHash(text: string): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}

function headerOf(bytes: Buffer) {
  return headerSchema.parse(JSON.parse(bytes.subarray(0, bytes.indexOf(NEW_LINE)).toString('utf8')));
}

async function readHeader(file: string) {
  try {
    return headerOf(await readFile(file));
  } catch {
    return null;
  }
}
