import { tellParent } from '../common/tellParent';
import type { InferenceReply, InferenceRequest, InferenceResults } from '../contract/messages';
import { LoadedSessions } from './loadedSessions';

/** By the encoder's number. */
const encoders = new Map<number, LoadedSessions>();

/** Requests not started yet. Heads are short and complete a forecast, so they go before batches of the encoder. */
const encodes: InferenceRequest[] = [];
const others: InferenceRequest[] = [];
let busy = false;
/** Frees a graph's bytes once the session has its own copy: hundreds of megabytes with a large encoder. */
const { gc: collectGarbage } = globalThis;

process.on('message', (request: InferenceRequest) => {
  (request.type === 'encode' ? encodes : others).push(request);
  if (!busy) void work();
});
// The main process decides when this one ends: a signal to the whole group must not interrupt accepted work.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));

async function work(): Promise<void> {
  busy = true;
  for (let request = next(); request; request = next()) {
    reply(await answer(request));
    await new Promise(setImmediate);
  }
  busy = false;
}

function next(): InferenceRequest | undefined {
  return others.shift() ?? encodes.shift();
}

async function answer(request: InferenceRequest): Promise<InferenceReply> {
  try {
    return { id: request.id, result: await perform(request) };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    return { id: request.id, error: { code: String(code ?? 'failed'), message: message ?? String(error) } };
  }
}

async function perform(request: InferenceRequest): Promise<InferenceResults[keyof InferenceResults]> {
  if (request.type === 'ping') return null;
  if (request.type === 'load_encoder') {
    // The process that tried it for the others already has it.
    const opened =
      encoders.get(request.encoder) ?? (await LoadedSessions.open(request.files, request.settings));
    encoders.set(request.encoder, opened);
    collectGarbage?.();
    return { paddingReason: opened.paddingReason };
  }
  if (request.type === 'unload_encoder') {
    encoders.delete(request.encoder);
    return null;
  }
  const loaded = encoders.get(request.encoder);
  if (request.type === 'unload_heads') {
    loaded?.unloadHeads(request.key);
    return null;
  }
  if (!loaded) throw new Error(`encoder ${request.encoder} is not loaded here`);
  switch (request.type) {
    case 'load_heads':
      return loaded.loadHeads(request.model, request.tried);
    case 'encode':
      return loaded.encode(request.texts, request.records, request.oneGraph);
    case 'run_head':
      return loaded.runHead(request.key, request.kind, request.inputs);
  }
}

function reply(message: InferenceReply): void {
  if (process.connected) tellParent(message, () => {});
}
