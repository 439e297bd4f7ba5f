import { messageOf } from '../../common/thrown';
import type { EncoderFiles, PackedTokens, SessionSettings } from '../../contract/messages';
import { InferenceChild } from '../inferenceChild';
import { LEAST_SIMILARITY, leastSimilarity } from '../similarity';

const LIMIT_MS = 120_000;

export interface Probe {
  encoder: EncoderFiles;
  /** The settings to try: a CUDA device. */
  settings: SessionSettings;
  texts: PackedTokens;
  /** Milliseconds after which the trial counts as hung. */
  limitMs?: number;
}

/**
 * Tries the encoder in separate processes, where a crash or hang does no harm, and compares its vectors with the CPU's.
 * Resolves to null if it works, else to the reason why not.
 */
export async function probe({ encoder, settings, texts, limitMs = LIMIT_MS }: Probe): Promise<string | null> {
  const answers = await Promise.allSettled([
    answerOf({ encoder, settings, texts }, limitMs),
    answerOf({ encoder, settings: { ...settings, provider: 'cpu' }, texts }, limitMs),
  ]);
  const [tried, reference] = answers;
  if (tried.status === 'rejected') {
    return `the trial run failed: ${causeOf(messageOf(tried.reason))}`;
  }
  if (reference.status === 'rejected') throw reference.reason;
  const similarity = leastSimilarity(tried.value, reference.value, encoder.dimension);
  if (similarity >= LEAST_SIMILARITY) return null;
  return `its vectors are not the CPU's: cosine ${similarity.toFixed(4)}, where ${LEAST_SIMILARITY} is the least`;
}

async function answerOf(
  { encoder, settings, texts }: Omit<Probe, 'limitMs'>,
  limitMs: number,
): Promise<Float32Array> {
  const child = new InferenceChild();
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    child.kill();
  }, limitMs);
  try {
    const only = { encoder: 0 };
    await child.request<'load_encoder'>({ type: 'load_encoder', ...only, files: encoder, settings });
    const request = { type: 'encode', ...only, texts, records: null, oneGraph: false } as const;
    return (await child.request<'encode'>(request)).vectors;
  } catch (error) {
    if (hung) throw new Error(`no answer within ${limitMs / 1000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    await child.close();
  }
}

/** CUDA's own message, without the function and file names that the runtime adds; else the whole message. */
export function causeOf(message: string): string {
  return /\b(?:CUDA|CUDNN|CUBLAS|CURAND) failure \d+: [^;]+/.exec(message)?.[0].trim() ?? message.trim();
}
