import type { EncoderSettings } from '../engine/encoderConfig';
import type { Dtype, EncoderDirectory } from '../engine/encoderDirectory';
import { encodeTexts } from '../engine/encodeTexts';
import { Engine } from '../engine/engine';

/** The first two texts mean the same, the third something else. */
const TEXTS = [
  'red ceramic coffee mug',
  'mug for coffee, ceramic, red',
  'cordless garden hedge trimmer',
] as const;
/**
 * Tolerance for a vector's length, and for a text's vector alone and in a batch (dynamic int8 scales depend on the
 * batch).
 */
const LENGTH_TOLERANCE = 1e-3;
const BATCH_COSINE = 0.99;

export interface EncoderCheck {
  encoder: EncoderDirectory;
  /** Cosine similarities of two texts with the same meaning, and of two with different meanings. */
  similar: number;
  different: number;
}

/** Runs an encoder once in a separate process. Throws an Error that says what is wrong with it. */
export async function checkEncoder(
  directory: string,
  { dtype, ...settings }: EncoderSettings & { dtype?: Dtype } = {},
): Promise<EncoderCheck> {
  const engine = await Engine.start({
    encoder: directory,
    dtype,
    settings,
    device: 'cpu',
    processes: 1,
    threads: 1,
  });
  try {
    const { encoder } = engine;
    const vectors = await encodeTexts(engine, TEXTS);
    const [first, same, other] = TEXTS.map((_, row) =>
      vectors.subarray(row * encoder.dimension, (row + 1) * encoder.dimension),
    );
    const alone = await encodeTexts(engine, [TEXTS[0]]);
    if (Math.abs(Math.hypot(...first) - 1) > LENGTH_TOLERANCE) {
      throw new Error(`${encoder.modelFile} gives vectors of length ${Math.hypot(...first)}, not 1`);
    }
    if (dot(first, alone) < BATCH_COSINE) {
      throw new Error(
        `${encoder.modelFile} gives a text another vector in a batch than alone (cosine ${dot(first, alone).toFixed(3)}): it does not heed attention_mask`,
      );
    }
    return { encoder, similar: dot(first, same), different: dot(first, other) };
  } finally {
    await engine.close();
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at], 0);
}
