import './withoutTelemetry';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { SessionSettings } from '../contract/messages';

export { InferenceSession, Tensor };

env.logLevel = 'fatal';

/** The runtime's version. */
export const RUNTIME = env.versions.node ?? env.versions.common;

/** What fails is thrown as well, and said by whoever catches it. */
const FATAL_ONLY = 4;

/**
 * On the CPU an encoder's batches are of ever other shapes: the runtime would plan memory for each of them and hold on to it,
 * which makes no run quicker.
 */
const OF_MANY_SHAPES = { enableMemPattern: false };

/** Opens a session on ONNX bytes. A missing CUDA is an error: the runtime itself never falls back. */
export function openSession(model: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  return InferenceSession.create(model, sessionOptions(settings));
}

/** The same of an encoder. */
export function openEncoderSession(model: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  const options = sessionOptions(settings);
  return InferenceSession.create(
    model,
    settings.provider === 'cpu' ? { ...options, ...OF_MANY_SHAPES } : options,
  );
}

/**
 * Threads that spin while they wait steal the core from the process beside. Numbers that are all but zero count as zero:
 * softmax makes them of every token that a text must not see, and x86 is slow with each. In a process that opens a session they
 * do so in JavaScript as well; a server's own process opens none.
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
 * Writes a graph as the runtime optimised it for this processor: `model` with its larger weights in `data`, a name beside
 * it, which processes map. Not as the kernels want them: the runtime lays those out so that fp32 kernels end the process.
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

/** Opens an encoder on the CPU that `optimize` wrote, as it is. */
export function openOptimized(model: string, settings: SessionSettings): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    ...sessionOptions(settings),
    ...OF_MANY_SHAPES,
    graphOptimizationLevel: 'disabled',
  });
}

/** Opens a session of one thread on the CPU. */
export function openOnCpu(model: Uint8Array): Promise<InferenceSession> {
  return openSession(model, { threads: 1, provider: 'cpu', deviceId: 0 });
}
