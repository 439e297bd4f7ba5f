import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../common/writeWhole';
import { PrincipalAxes } from './principalAxes';
import { VectorCells } from './vectorCells';
import { VectorIndex } from './vectorIndex';

const NEW_LINE = 10;
const LONGEST_HEADER = 4096;
/** Products that are read or written at once. */
const AT_ONCE = 8192;

const headerSchema = z.object({
  encoder: z.string(),
  dimension: z.number().int().positive(),
  count: z.number().int().min(0),
  /** How many there are; files of before have none. */
  cells: z.number().int().min(0).default(0),
  /** How many the cells compare by. */
  axes: z.number().int().min(0).default(0),
  /** What components along the axes are multiplied with to be codes. */
  scale: z.number().default(0),
  /** Products whose axes they are. */
  axes_of: z.number().int().min(0).default(0),
});
type Header = z.infer<typeof headerSchema>;

/** The file of the products' vectors that goes with a registry's file. */
export function vectorsFile(registryFile: string): string {
  return `${registryFile.replace(/\.db$/, '')}-vectors.bin`;
}

/** An index as it was kept, with what tells whether a product's text is still the one that its vector is of. */
export interface KeptVectors {
  index: VectorIndex;
  /** [N]: the products, and the hashes of their texts; NaN for one that went while the file was written. */
  rows: Int32Array;
  hashes: Float64Array;
}

export interface KeepOptions {
  /** What the vectors were made with. */
  encoder: string;
  /** Of the text that a product's vector is of. */
  hashOf: (row: number) => number;
  /** Whether others are served meanwhile: then the index is copied in pieces, between which it may change. */
  served: boolean;
}

/**
 * Writes an index whole, into a file with a line of JSON, int32 [N] rows, float64 [N] hashes of the texts, int8 [N, D] codes, and
 * of cells, where there are any, int32 [N] the products' ones, float32 [P, D] axes, int8 [C, P] centres and int8 [N, P] codes.
 * Losing the file costs the time to encode the texts again and nothing else.
 */
export async function keepVectors(
  file: string,
  index: VectorIndex,
  { encoder, hashOf, served }: KeepOptions,
): Promise<void> {
  const { dimension, cells } = index;
  const rows = index.rows();
  const hashes = new Float64Array(rows.length);
  const cellOf = new Int32Array(cells ? rows.length : 0);
  const codes: Int8Array[] = [];
  const short: Int8Array[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.subarray(from, from + AT_ONCE);
    hashes.set(Float64Array.from(some, hashOf), from);
    codes.push(index.codesOf(some));
    if (cells) {
      cellOf.set(
        some.map((row) => cells.cell(row)),
        from,
      );
      short.push(cells.codesOf(some));
    }
    if (served) await new Promise(setImmediate);
  }
  const header: Header = {
    ...{ encoder, dimension, count: rows.length },
    ...{ cells: cells?.count ?? 0, scale: cells?.scale ?? 0 },
    ...{ axes: cells?.axes.count ?? 0, axes_of: cells?.axes.size ?? 0 },
  };
  const next = `${file}.${randomBytes(6).toString('hex')}.next`;
  await writeWhole(next, async function* () {
    yield `${JSON.stringify(header)}\n`;
    yield bytesOf(rows);
    yield bytesOf(hashes);
    for (const part of codes) yield bytesOf(part);
    if (!cells) return;
    yield bytesOf(cellOf);
    yield bytesOf(cells.axes.table);
    yield bytesOf(cells.centreCodes);
    for (const part of short) yield bytesOf(part);
  });
  await rename(next, file);
  // What a process that was killed left, and the graphs of earlier versions.
  const directory = dirname(file);
  for (const name of await readdir(directory))
    if (name.startsWith(`${basename(file)}.`) && /\.(graph|next|tmp)$/.test(name))
      await rm(join(directory, name), { force: true });
}

/** Null where there is nothing of this encoder that can be read. */
export async function readVectors(file: string, encoder: string): Promise<KeptVectors | null> {
  try {
    const handle = await open(file);
    try {
      return await readKept(handle, encoder);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** Rejects where the file is cut off; null where it is of another encoder. */
async function readKept(handle: FileHandle, encoder: string): Promise<KeptVectors | null> {
  const { header, end } = await readHeader(handle);
  if (header.encoder !== encoder) return null;
  const { dimension, count } = header;
  let position = end;
  const next = async <T extends Int32Array | Float64Array | Float32Array | Int8Array>(
    values: T,
  ): Promise<T> => {
    await readInto(handle, values, position);
    position += values.byteLength;
    return values;
  };
  const rows = await next(new Int32Array(count));
  const hashes = await next(new Float64Array(count));
  const index = new VectorIndex(dimension);
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = rows.subarray(from, from + AT_ONCE);
    index.setAll(some, await next(new Int8Array(some.length * dimension)));
  }
  if (header.cells > 0) {
    const cellOf = await next(new Int32Array(count));
    const axes = new PrincipalAxes(
      dimension,
      await next(new Float32Array(header.axes * dimension)),
      header.axes_of,
    );
    const centres = await next(new Int8Array(header.cells * header.axes));
    const cells = new VectorCells(axes, header.scale, centres);
    for (let from = 0; from < count; from += AT_ONCE) {
      const some = Math.min(AT_ONCE, count - from);
      const short = await next(new Int8Array(some * header.axes));
      for (let at = 0; at < some; at++) {
        const cell = cellOf[from + at];
        if (cell >= 0)
          cells.put(rows[from + at], short.subarray(at * header.axes, (at + 1) * header.axes), cell);
      }
    }
    index.takeCells(cells);
  }
  return { index, rows, hashes };
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
