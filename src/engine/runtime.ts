import './withoutTelemetry';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { SessionSettings } from '../contract/messages';

export { InferenceSession, Tensor };

env.logLevel = 'fatal';

/** What fails is thrown as well, and said by whoever catches it. */
const FATAL_ONLY = 4;

/** Opens a session on ONNX bytes. A missing CUDA is an error: the runtime itself never falls back. */
export function openSession(
  model: Uint8Array,
  { provider, threads, deviceId }: SessionSettings,
): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: provider === 'cuda' ? [{ name: 'cuda', deviceId }, 'cpu'] : ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: FATAL_ONLY,
    // Threads that spin while they wait steal the core from the process beside.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  });
}

/** Opens a session of one thread on the CPU. */
export function openOnCpu(model: Uint8Array): Promise<InferenceSession> {
  return openSession(model, { threads: 1, provider: 'cpu', deviceId: 0 });
}
