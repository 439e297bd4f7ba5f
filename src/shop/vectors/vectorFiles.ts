import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../common/writeWhole';
import { writeGraphApart } from './graphProcess';
import { PrincipalAxes } from './principalAxes';
import { VectorGraph } from './vectorGraph';
import { BLOCK } from './codeBlocks';
import { VectorIndex } from './vectorIndex';

const NEW_LINE = 10;
const LONGEST_HEADER = 4096;
const [ROW_BYTES, HASH_BYTES] = [4, 8];

const headerSchema = z.strictObject({
  encoder: z.string(),
  dimension: z.number().int().positive(),
  count: z.number().int().min(0),
  /** File in the same folder; null if there is none. */
  graph: z.string().nullable(),
  /** Number of axes of the graph; earlier files have none, and their graphs are rebuilt. */
  axes: z.number().int().min(0).default(0),
  /** Number of products that the axes belong to. */
  axes_of: z.number().int().min(0).default(0),
});
type Header = z.infer<typeof headerSchema>;

/** The file of product vectors that belongs to a registry's file. */
export function vectorsFile(registryFile: string): string {
  return `${registryFile.replace(/\.db$/, '')}-vectors.bin`;
}

/** A stored index, with hashes that show whether a product's text is still the one of its vector. */
export interface KeptVectors {
  index: VectorIndex;
  /** [N]: the products, and the hashes of their texts; NaN for one that was removed while the file was written. */
  rows: Int32Array;
  hashes: Float64Array;
}

export interface KeepOptions {
  /** The encoder of the vectors. */
  encoder: string;
  /** Hash of the text that a product's vector belongs to. */
  hashOf: (row: number) => number;
  /**
   * Whether others are served meanwhile: then the index is copied in pieces, between which it may change, and the graph
   * is built in a separate process. Else everything happens at once.
   */
  served: boolean;
}

/**
 * Writes an index atomically: its graph into a file of a new name, and a file with a line of JSON, int32 [N] rows,
 * float64 [N] hashes of the texts, int8 [N, D] codes and float32 [P, D] axes of the graph. Losing the files only costs
 * the time to encode the texts again.
 */
export async function keepVectors(
  file: string,
  index: VectorIndex,
  { encoder, hashOf, served }: KeepOptions,
): Promise<void> {
  const directory = dirname(file);
  const stamp = randomBytes(6).toString('hex');
  const graph = index.graph && `${basename(file)}.${stamp}.graph`;
  const next = `${file}.${stamp}.next`;
  const rows = index.rows();
  const hashes = new Float64Array(rows.length);
  const codes: Int8Array[] = [];
  for (let from = 0; from < rows.length; from += BLOCK) {
    const some = rows.subarray(from, from + BLOCK);
    hashes.set(Float64Array.from(some, hashOf), from);
    codes.push(index.codesOf(some));
    if (served) await new Promise(setImmediate);
  }
  if (graph !== null && !served) index.graph!.save(join(directory, graph));
  const { dimension } = index;
  const axes = index.graph?.axes;
  const header: Header = {
    ...{ encoder, dimension, count: rows.length, graph },
    ...{ axes: axes?.count ?? 0, axes_of: axes?.size ?? 0 },
  };
  await writeWhole(next, async function* () {
    yield `${JSON.stringify(header)}\n`;
    yield bytesOf(rows);
    yield bytesOf(hashes);
    for (const part of codes) yield bytesOf(part);
    if (axes) yield bytesOf(axes.table);
  });
  if (graph !== null && served) await writeGraphApart({ before: file, next, graph: join(directory, graph) });
  await rename(next, file);
  // Earlier files, and leftovers of a process that was killed.
  for (const name of await readdir(directory))
    if (name.startsWith(`${basename(file)}.`) && /\.(graph|next|tmp)$/.test(name) && name !== graph)
      await rm(join(directory, name), { force: true });
}

/** Null if there is no readable file of this encoder. */
export async function readVectors(file: string, encoder: string): Promise<KeptVectors | null> {
  try {
    return await readTable(file, async (table) => {
      const { header, rows, hashes } = table;
      if (header.encoder !== encoder) return null;
      const index = await indexOf(table, graphOf(file, table));
      return { index, rows, hashes };
    });
  } catch {
    return null;
  }
}

/** The index in an open file. */
export async function indexOf(
  { header, rows, codesOf }: KeptTable,
  graph: VectorGraph | null,
): Promise<VectorIndex> {
  const codes: Int8Array[] = [];
  for (let from = 0; from < rows.length; from += BLOCK) codes.push(await codesOf(from));
  return VectorIndex.ofParts(header.dimension, rows, codes, graph);
}

/** The graph that belongs to a file; null if there is none. */
export function graphOf(file: string, { header, axes }: KeptTable): VectorGraph | null {
  return header.graph === null || !axes
    ? null
    : new VectorGraph(axes, join(dirname(file), basename(header.graph)));
}

/** A file of vectors while it is open. */
export interface KeptTable {
  header: Header;
  /** The axes of the graph; null if there is no readable graph. */
  axes: PrincipalAxes | null;
  rows: Int32Array;
  hashes: Float64Array;
  /** Codes of the products from one on, up to a block. */
  codesOf(from: number): Promise<Int8Array>;
}

/** Opens a file of vectors for `work`. Rejects if there is none, or it is truncated. */
export async function readTable<T>(file: string, work: (table: KeptTable) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    const { header, end } = await readHeader(handle);
    const { dimension, count } = header;
    const rows = new Int32Array(count);
    const hashes = new Float64Array(count);
    await readInto(handle, rows, end);
    await readInto(handle, hashes, end + count * ROW_BYTES);
    const codesAt = end + count * (ROW_BYTES + HASH_BYTES);
    const codesOf = async (from: number) => {
      const block = new Int8Array(Math.min(BLOCK, count - from) * dimension);
      await readInto(handle, block, codesAt + from * dimension);
      return block;
    };
    const table = new Float32Array(header.axes * dimension);
    await readInto(handle, table, codesAt + count * dimension);
    const axes = header.axes > 0 ? PrincipalAxes.of(dimension, table, header.axes_of) : null;
    return await work({ header, axes, rows, hashes, codesOf });
  } finally {
    await handle.close();
  }
}

/** A 53-bit hash of a text (FNV-1a twice, with different offsets). */
export function textHash(text: string): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}

async function readHeader(handle: FileHandle): Promise<{ header: Header; end: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
  const line = buffer.subarray(0, bytesRead).indexOf(NEW_LINE);
  return { header: headerSchema.parse(JSON.parse(buffer.toString('utf8', 0, line))), end: line + 1 };
}

/** Fills an array; throws if the file ends before. */
async function readInto(
  handle: FileHandle,
  { buffer, byteOffset, byteLength }: Int32Array | Float64Array | Float32Array | Int8Array,
  position: number,
): Promise<void> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  for (let filled = 0; filled < byteLength;) {
    const { bytesRead } = await handle.read(bytes, filled, byteLength - filled, position + filled);
    if (bytesRead === 0) throw new Error('the file is cut off');
    filled += bytesRead;
  }
}

function bytesOf({
  buffer,
  byteOffset,
  byteLength,
}: Int32Array | Float64Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
