import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import { encodeTexts } from '../engine/encodeTexts';
import { Engine } from '../engine/engine';
import type { DataFile } from '../ingest/file/dataFile';
import { writeWhole } from '../common/writeWhole';
import { type DataOptions, onData, withDataOptions } from './dataOption';
import { counted, printResult, progressBar, targetName, UsageError } from './command';
import { encoderOption } from './encoderOption';
import { readColumn } from './readColumn';

/** Texts encoded and written at a time, so that memory use does not grow with the file. */
const CHUNK = 8192;

interface EmbedOptions extends DataOptions {
  text: string;
  out: string;
  format?: string;
  encoder: string;
  json?: boolean;
}

/** `shelfcast embed`: the embeddings of one column of a CSV file. */
export function registerEmbed(program: Command): void {
  withDataOptions(
    program
      .command('embed')
      .description("Writes the embeddings of a column's texts, in the order of the rows."),
    'rows under a header',
  )
    .requiredOption('--text <column>', 'the column with the texts')
    .requiredOption(
      '--out <file>',
      '.npy: float32 matrix [rows, dimension]; .ndjson: one {"text", "embedding"} a line; - for standard output',
    )
    .addOption(
      new Option('--format <form>', "form of the output; default: as its name's end says").choices(
        Object.keys(FORMATS),
      ),
    )
    .addOption(encoderOption())
    .option('--json', 'print the result as JSON')
    .action(embed);
}

async function embed(options: EmbedOptions): Promise<void> {
  const { out } = options;
  const named = options.format ?? extname(out).slice(1);
  const format = FORMATS[named];
  if (!format) {
    const names = Object.keys(FORMATS);
    throw new UsageError(`--out ends in .${names.join(' or .')}, which '${out}' does not; or say --format`);
  }
  return onData(options, (data) => embedFile(data, format, options));
}

async function embedFile(
  data: DataFile,
  format: Format,
  { text, out, encoder, json }: EmbedOptions,
): Promise<void> {
  const texts = await readColumn(data, text);
  const engine = await Engine.start({ encoder });
  const bar = progressBar(`embedding ${data.name}`, json);
  try {
    const { dimension } = engine.encoder;
    await writeWhole(out, async function* () {
      yield format.head(texts.length, dimension);
      for (let from = 0; from < texts.length; from += CHUNK) {
        const chunk = texts.slice(from, from + CHUNK);
        const vectors = await encodeTexts(engine, chunk, (done) => bar.update(from + done, texts.length));
        yield format.rows(chunk, vectors, dimension);
      }
    });
    const result = `Wrote ${counted(texts.length, 'vector')} of ${dimension} numbers to ${targetName(out)}.`;
    printResult(json, { rows: texts.length, dimension, encoder: engine.encoder.name, out }, result, out);
  } finally {
    bar.stop();
    await engine.close();
  }
}

interface Format {
  head(rows: number, dimension: number): Uint8Array | string;
  rows(texts: readonly string[], vectors: Float32Array, dimension: number): Uint8Array | string;
}

const FORMATS: Readonly<Record<string, Format>> = {
  npy: {
    head: npyHead,
    rows: (_, vectors) => new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
  },
  ndjson: {
    head: () => '',
    rows: (texts, vectors, dimension) =>
      texts
        .map((text, row) => {
          const embedding = [...vectors.subarray(row * dimension, (row + 1) * dimension)];
          return `${JSON.stringify({ text, embedding })}\n`;
        })
        .join(''),
  },
};

/** NumPy's format, version 1.0: little-endian float32 in C order, the header padded to 64 bytes. */
function npyHead(rows: number, dimension: number): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${dimension}), }`;
  const length = Math.ceil((10 + description.length + 1) / 64) * 64;
  const head = Buffer.alloc(length, ' ');
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(length - 10, 8);
  head.write(description, 10, 'latin1');
  head.write('\n', length - 1, 'latin1');
  return head;
}
