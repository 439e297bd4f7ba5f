import { messageOf } from '../../../src/common/thrown';
import type { Provider } from '../../../src/contract/messages';
import { readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { encoderGraph } from '../../../src/engine/encoderGraph';
import { BareEncoder, type BareFigure } from './bare';
import { bertGraph, MASKS, type Mask } from './bertGraph';
import type { Measurement } from './measurement';
import type { Precision } from './precision';
import { measureRates, type Rates } from './rates';
import { BERT_BASE, floorOf, MINILM_L6, shapeOf, type BertShape } from './shapes';

export const LENGTHS = [16, 64, 128];
/** Padded tokens of a batch, beside one text alone. */
export const BUDGETS: Record<Provider, number[]> = { cuda: [4096, 16_384, 65_536], cpu: [1024] };

export interface EncoderFigures {
  encoder: string;
  precision: string;
  /** How attention is told of padding; null for the shipped encoder, which is as it is. */
  mask: Mask | null;
  /** `floor`: texts a second that the machine's rates allow; null where its rate in this precision is not measured. */
  figures: (BareFigure & { budget: number; floor: number | null; ofFloor: number | null })[];
}

export interface EncodersMeasured {
  rates: Rates;
  encoders: EncoderFigures[];
  /** Encoders that did not load or run, with the reason. */
  failed: string[];
}

/** The shipped encoder, and with random weights those of MiniLM-L6's and BERT-base's shapes, bare in this process. */
export async function measureEncoders(
  measurement: Measurement,
  directory: string,
): Promise<EncodersMeasured> {
  const { provider, progress } = measurement;
  const precision: Precision = provider === 'cuda' ? 'fp16' : 'fp32';
  progress(`the matrix rate and memory bandwidth of ${provider} in ${precision}`);
  const rates = await measureRates(measurement, precision);
  const shipped = await readEncoderDirectory(directory, { provider });
  const candidates: Candidate[] = [
    {
      shape: shapeOf(directory),
      precision: shipped.dtype,
      mask: null,
      maxTokens: shipped.maxTokens,
      graph: () => encoderGraph(shipped),
    },
    ...[MINILM_L6, BERT_BASE].flatMap((shape) =>
      (provider === 'cuda' ? MASKS : (['raw'] as const)).map((mask) => ({
        shape,
        precision,
        mask,
        maxTokens: shape.positions,
        graph: async () => bertGraph(shape, precision, mask),
      })),
    ),
  ];
  const measured: EncodersMeasured = { rates, encoders: [], failed: [] };
  for (const candidate of candidates) {
    try {
      measured.encoders.push(await measureEncoder(candidate, rates, measurement));
    } catch (error) {
      const failure = `${candidate.shape.name}, mask ${candidate.mask}: ${messageOf(error)}`;
      measured.failed.push(failure);
      progress(failure);
    }
  }
  return measured;
}

interface Candidate {
  shape: BertShape;
  precision: string;
  mask: Mask | null;
  maxTokens: number;
  graph(): Promise<Uint8Array>;
}

async function measureEncoder(
  { shape, precision, mask, maxTokens, graph }: Candidate,
  rates: Rates,
  measurement: Measurement,
): Promise<EncoderFigures> {
  const { provider, seconds, progress } = measurement;
  const bare = await BareEncoder.open(await graph(), measurement, { dimension: shape.width, maxTokens });
  const figures: EncoderFigures['figures'] = [];
  try {
    for (const tokens of LENGTHS.filter((length) => length <= maxTokens)) {
      for (const budget of [tokens, ...BUDGETS[provider]]) {
        const figure = await bare.uniform(tokens, budget / tokens, seconds);
        const floor = precision === rates.precision ? floorOf(shape, tokens, figure.rows, rates) : null;
        const ofFloor = floor && figure.textsPerSecond / floor;
        figures.push({ ...figure, budget, floor, ofFloor });
        const share = ofFloor === null ? '' : `, ${(100 * ofFloor).toFixed(0)}% of what the rates allow`;
        const what = [shape.name, precision, mask].filter(Boolean).join(' ');
        progress(
          `${what} ${tokens} tokens x ${figure.rows}: ${figure.textsPerSecond.toFixed(0)} texts/s${share}`,
        );
      }
    }
  } finally {
    await bare.close();
  }
  return { encoder: shape.name, precision, mask, figures };
}
