import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../common/writeWhole';
import { BLOCK, VectorIndex } from './vectorIndex';

const NEW_LINE = 10;
const LONGEST_HEADER = 4096;
const [ROW_BYTES, HASH_BYTES] = [4, 8];

const headerSchema = z.strictObject({
  encoder: z.string(),
  dimension: z.number().int().positive(),
  count: z.number().int().min(0),
  /** File beside this one; null where there is none. */
  graph: z.string().nullable(),
});
type Header = z.infer<typeof headerSchema>;

/** The file of the products' vectors that goes with a registry's file. */
export function vectorsFile(registryFile: string): string {
  return `${registryFile.replace(/\.db$/, '')}-vectors.bin`;
}

/** An index as it was kept, with what tells whether a product's text is still the one that its vector is of. */
export interface KeptVectors {
  index: VectorIndex;
  /** [N]: the products, and the hashes of their texts. */
  rows: Int32Array;
  hashes: Float64Array;
}

/**
 * Writes an index whole: its graph into a file of a new name, then a file with a line of JSON, int32 [N] rows, float64 [N]
 * hashes of the texts and int8 [N, D] codes. Losing the files costs the time to encode the texts again and nothing else.
 */
export async function keepVectors(
  file: string,
  encoder: string,
  index: VectorIndex,
  hashOf: (row: number) => number,
): Promise<void> {
  const directory = dirname(file);
  const graph = `${basename(file)}.${randomBytes(6).toString('hex')}.graph`;
  const beside = join(directory, `${graph}.tmp`);
  // All at once: the index may change while it is written.
  const [rows, codes] = [index.rows(), index.codes()];
  const hashes = Float64Array.from(rows, hashOf);
  const hasGraph = index.saveGraph(beside);
  if (hasGraph) await rename(beside, join(directory, graph));
  const header: Header = {
    encoder,
    dimension: index.dimension,
    count: rows.length,
    graph: hasGraph ? graph : null,
  };
  await writeWhole(file, async function* () {
    yield `${JSON.stringify(header)}\n`;
    yield bytesOf(rows);
    yield bytesOf(hashes);
    for (const part of codes) yield bytesOf(part);
  });
  // Graphs of before, and what a process that was killed left.
  for (const name of await readdir(directory))
    if (name.startsWith(`${basename(file)}.`) && /\.(graph|tmp)$/.test(name) && name !== graph)
      await rm(join(directory, name), { force: true });
}

/** Null where there is nothing of this encoder that can be read. */
export async function readVectors(file: string, encoder: string): Promise<KeptVectors | null> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { header, end } = await readHeader(handle);
    const { dimension, count } = header;
    if (header.encoder !== encoder) return null;
    const rows = new Int32Array(count);
    const hashes = new Float64Array(count);
    let at = end;
    await readInto(handle, rows, at);
    await readInto(handle, hashes, (at += count * ROW_BYTES));
    at += count * HASH_BYTES;
    const codes: Int8Array[] = [];
    for (let from = 0; from < count; from += BLOCK) {
      const block = new Int8Array(Math.min(BLOCK, count - from) * dimension);
      await readInto(handle, block, at + from * dimension);
      codes.push(block);
    }
    const graph = header.graph && join(dirname(file), basename(header.graph));
    return { index: VectorIndex.ofParts(dimension, rows, codes, graph), rows, hashes };
  } catch {
    return null;
  } finally {
    await handle?.close();
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

async function readHeader(handle: FileHandle): Promise<{ header: Header; end: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
  const line = buffer.subarray(0, bytesRead).indexOf(NEW_LINE);
  return { header: headerSchema.parse(JSON.parse(buffer.toString('utf8', 0, line))), end: line + 1 };
}

/** Fills an array; throws where the file ends before. */
async function readInto(
  handle: FileHandle,
  { buffer, byteOffset, byteLength }: Int32Array | Float64Array | Int8Array,
  position: number,
): Promise<void> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  for (let filled = 0; filled < byteLength;) {
    const { bytesRead } = await handle.read(bytes, filled, byteLength - filled, position + filled);
    if (bytesRead === 0) throw new Error('the file is cut off');
    filled += bytesRead;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float64Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
