import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HeadKind } from '../contract/head';
import type {
  CheckedFile,
  HeadFiles,
  HeadWidths,
  InferenceReply,
  InferenceRequest,
  InferenceResults,
  SessionSettings,
} from '../contract/messages';
import { encoderGraph } from './encoderDirectory';
import { EncoderSession } from './encoderSession';
import { HeadSession } from './headSession';
import { openSession } from './runtime';

type Request<T extends InferenceRequest['type']> = Extract<InferenceRequest, { type: T }>;

let encoder: EncoderSession | undefined;
let settings: SessionSettings = { threads: 1, provider: 'cpu', deviceId: 0 };
const models = new Map<string, Map<HeadKind, HeadSession>>();

/** Requests not begun. Heads are short and end a forecast, so they go before batches of the encoder. */
const encodes: InferenceRequest[] = [];
const others: InferenceRequest[] = [];
let busy = false;

process.on('message', (request: InferenceRequest) => {
  (request.type === 'encode' ? encodes : others).push(request);
  if (!busy) void work();
});
// The main process decides when this one ends: a signal to the whole group must not cut accepted work short.
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
  switch (request.type) {
    case 'load_encoder':
      return loadEncoder(request);
    case 'load_heads':
      return loadHeads(request.model);
    case 'unload_heads':
      models.delete(request.key);
      return null;
    case 'encode': {
      if (!encoder) throw new Error('no encoder is loaded');
      const started = performance.now();
      const vectors = await encoder.encode(request.texts);
      return { vectors, seconds: (performance.now() - started) / 1000 };
    }
    case 'run_head': {
      const head = models.get(request.key)?.get(request.kind);
      if (!head) throw new Error(`model ${request.key} has no ${request.kind} head here`);
      const started = performance.now();
      const outputs = await head.run(request.inputs);
      return { outputs, seconds: (performance.now() - started) / 1000 };
    }
  }
}

async function loadEncoder({ encoder: files, settings: wanted }: Request<'load_encoder'>): Promise<null> {
  const { session } = await openSession(await encoderGraph(files), wanted);
  encoder = new EncoderSession(session, files, wanted.steps);
  settings = wanted;
  return null;
}

async function loadHeads({ key, heads }: HeadFiles): Promise<HeadWidths> {
  const loaded = new Map<HeadKind, HeadSession>();
  for (const [kind, file] of Object.entries(heads) as [HeadKind, CheckedFile][]) {
    const { session } = await openSession(await checkedBytes(file), settings);
    loaded.set(kind, new HeadSession(session));
  }
  models.set(key, loaded);
  return Object.fromEntries([...loaded].map(([kind, head]) => [kind, head.widths]));
}

async function checkedBytes({ file, sha256 }: CheckedFile): Promise<Uint8Array> {
  const bytes = await readFile(file);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error('the file changed after its hash was checked');
  }
  return bytes;
}

function reply(message: InferenceReply): void {
  if (process.connected) process.send!(message, undefined, undefined, () => {});
}
