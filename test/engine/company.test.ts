import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bertGraph } from '../../scripts/bench/gpu/bertGraph';
import { Random } from '../../src/common/random';
import type { EncoderFiles } from '../../src/contract/messages';
import { readEncoderDirectory, type Dtype } from '../../src/engine/encoderDirectory';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { openEncoder, type OpenedEncoder } from '../../src/engine/openEncoder';
import { packTokens } from '../../src/engine/packTokens';
import { attentionEncoder } from '../support/attentionEncoder';

type Encoder = OpenedEncoder['encoder'];

const random = new Random(5);
const upTo = (most: number) => random.below(most);

/** Texts of random tokens, short ones of every length and some up to `longest`. */
function textsUpTo(longest: number, vocabulary: number): Int32Array[] {
  const lengths = [
    ...Array.from({ length: 20 }, (_, at) => at + 1),
    ...Array.from({ length: 8 }, () => 2 + random.below(14)),
    ...Array.from({ length: 4 }, (_, at) => longest - at),
  ];
  const texts = lengths.map((length) => Int32Array.from({ length }, () => 1 + upTo(vocabulary - 1)));
  return random.shuffle(texts);
}

/** The bits of each text's vector, encoded in batches of this many. */
async function bits(encoder: Encoder, texts: readonly Int32Array[], together: number) {
  const found = new Map<Int32Array, string>();
  for (let from = 0; from < texts.length; from += together) {
    const batch = texts.slice(from, from + together);
    const { vectors } = await encoder.encode(packTokens(batch));
    const width = vectors.length / batch.length;
    batch.forEach((text, row) => {
      const vector = vectors.slice(row * width, (row + 1) * width);
      found.set(text, Buffer.from(vector.buffer).toString('base64'));
    });
  }
  return found;
}

function filesOf(
  graph: Uint8Array,
  dimension: number,
  maxTokens: number,
  pooling: 'mean' | 'cls' = 'mean',
): EncoderFiles {
  const modelFile = join(mkdtempSync(join(tmpdir(), 'shelfcast-company-')), 'model.onnx');
  writeFileSync(modelFile, graph);
  const hash = createHash('sha256').update(graph).digest('hex');
  return { modelFile, hash, dimension, pooling, normalize: true, maxTokens, prefix: '' };
}

const exported = (family: string) => readFileSync(join(__dirname, '../graph/exports', `${family}.onnx`));
const shippedAs = (directory: string, dtype: Dtype) => () => readEncoderDirectory(directory, { dtype });
const kept = mkdtempSync(join(tmpdir(), 'shelfcast-graphs-'));
/** Fewer sizes in the second run, which differs in nothing that depends on them. */
const RUNS = [
  { threads: 1, graphs: undefined, sizes: [2, 7] },
  { threads: 2, graphs: kept, sizes: [7] },
];
const small = { name: 'small', layers: 1, width: 64, heads: 1, inner: 64, vocabulary: 50, positions: 400 };

describe('a text has the same vector, to the last bit, in any company, with any number of threads and from a kept graph', () => {
  test.each<[string, () => EncoderFiles | Promise<EncoderFiles>, number, number]>([
    ['the English encoder in int8', shippedAs(SHIPPED_ENCODERS.english, 'int8'), 48, 16_000],
    ['the English encoder in fp16', shippedAs(SHIPPED_ENCODERS.english, 'fp16'), 24, 16_000],
    ['the multilingual encoder in int8', shippedAs(SHIPPED_ENCODERS.multilingual, 'int8'), 24, 16_000],
    ['BERT as torch exports it', () => filesOf(exported('bert'), 8, 24), 20, 30],
    ['BERT, pooled by its first token', () => filesOf(exported('bert'), 8, 24, 'cls'), 20, 30],
    ['DistilBERT as torch exports it', () => filesOf(exported('distilbert'), 8, 24), 20, 30],
    ['MPNet, which is padded', () => filesOf(exported('mpnet'), 8, 24), 20, 30],
    ['RoBERTa, which is padded', () => filesOf(exported('roberta'), 8, 24), 20, 30],
    [
      'fused operators in fp32, and texts wider than what is summed at once',
      () => filesOf(bertGraph(small, 'fp32'), 64, 400),
      300,
      50,
    ],
    ['attention operator by operator', () => filesOf(attentionEncoder(), 6, 24), 24, 39],
  ])('%s', async (_, read, longest, vocabulary) => {
    const files = await read();
    const texts = textsUpTo(longest, vocabulary);
    for (const packed of [true, false]) {
      let alone: Map<Int32Array, string> | undefined;
      for (const { threads, graphs, sizes } of RUNS) {
        const settings = { provider: 'cpu', threads, deviceId: 0, packed, graphs } as const;
        const { encoder } = await openEncoder(files, settings);
        alone ??= await bits(encoder, texts, 1);
        for (const together of [...sizes, texts.length]) {
          const company = await bits(encoder, random.shuffle([...texts]), together);
          const changed = texts
            .filter((text) => company.get(text) !== alone!.get(text))
            .map(({ length }) => length);
          expect({ packed, threads, together, changed }).toEqual({ packed, threads, together, changed: [] });
        }
      }
    }
  });
});
