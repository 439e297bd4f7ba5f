import './withoutTelemetry';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { SessionSettings } from '../contract/messages';

export { InferenceSession, Tensor };

env.logLevel = 'fatal';

/** The runtime's version. */
export const RUNTIME = env.versions.node ?? env.versions.common;

/** Failures are also thrown, and reported by whoever catches them. */
const FATAL_ONLY = 4;

/**
 * On the CPU hardly any two batches of an encoder have the same shape. Memory plans for each shape would take memory
 * and make no run faster.
 */
const OF_MANY_SHAPES = { enableMemPattern: false };

/** Opens a session on ONNX bytes. Missing CUDA is an error; the runtime itself never falls back. */
export function openSession(model: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  return InferenceSession.create(model, sessionOptions(settings));
}

/** The same for an encoder. */
export function openEncoderSession(model: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  const options = sessionOptions(settings);
  return InferenceSession.create(
    model,
    settings.provider === 'cpu' ? { ...options, ...OF_MANY_SHAPES } : options,
  );
}

/**
 * Threads that spin while waiting take the core from other processes. Denormal numbers are flushed to zero: the softmax
 * makes one for each masked token, and each is slow on x86. This also affects JavaScript in any process that opens a
 * session; the server's own process opens none.
 */
const WAYS_OF_WORKING = {
  intra_op: { allow_spinning: '0' },
  inter_op: { allow_spinning: '0' },
  set_denormal_as_zero: '1',
};

function sessionOptions({ provider, threads, deviceId }: SessionSettings): InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'cuda' ? [{ name: 'cuda', deviceId }, 'cpu'] : ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: FATAL_ONLY,
    extra: { session: WAYS_OF_WORKING },
  };
}

/**
 * Writes a graph as optimised by the runtime for this processor: `model`, with its larger weights in `data`, a file
 * name in the same folder, which processes map. Weights are not prepacked: with those, fp32 kernels crash the process.
 */
export async function optimize(
  graph: Uint8Array,
  { model, data }: { model: string; data: string },
  settings: SessionSettings,
): Promise<void> {
  const external = { optimized_model_external_initializers_file_name: data };
  const session = await InferenceSession.create(graph, {
    ...sessionOptions(settings),
    optimizedModelFilePath: model,
    extra: { session: { ...WAYS_OF_WORKING, ...external } },
  });
  await session.release();
}

/** Opens an encoder on the CPU that `optimize` wrote, without optimising it again. */
export function openOptimized(model: string, settings: SessionSettings): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    ...sessionOptions(settings),
    ...OF_MANY_SHAPES,
    graphOptimizationLevel: 'disabled',
  });
}

/** Opens a single-threaded session on the CPU. */
export function openOnCpu(model: Uint8Array): Promise<InferenceSession> {
  return openSession(model, { threads: 1, provider: 'cpu', deviceId: 0 });
}
