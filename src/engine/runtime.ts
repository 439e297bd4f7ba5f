import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { Provider, SessionSettings } from '../contract/messages';

export { InferenceSession, Tensor };

export interface OpenedSession {
  session: InferenceSession;
  /** The execution provider that really runs. */
  provider: Provider;
  /** Why CUDA was not taken, when `auto` tried it. */
  note: string | null;
}

env.logLevel = 'fatal';

/** What fails is thrown as well, and said by whoever catches it. */
const FATAL_ONLY = 4;

/**
 * Opens a session on ONNX bytes. With provider `auto`, CUDA is tried and CPU taken where it does not load; with
 * `cuda`, a missing CUDA is an error, because the runtime itself never falls back.
 */
export async function openSession(model: Uint8Array, settings: SessionSettings): Promise<OpenedSession> {
  if (settings.provider === 'cpu') {
    return { session: await open(model, 'cpu', settings), provider: 'cpu', note: null };
  }
  try {
    return { session: await open(model, 'cuda', settings), provider: 'cuda', note: null };
  } catch (error) {
    if (settings.provider === 'cuda') throw error;
    const session = await open(model, 'cpu', settings);
    return { session, provider: 'cpu', note: error instanceof Error ? error.message : String(error) };
  }
}

function open(
  model: Uint8Array,
  provider: Provider,
  { threads, deviceId }: SessionSettings,
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
