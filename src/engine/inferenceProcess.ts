import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HeadKind } from '../contract/head';
import type {
  CheckedFile,
  EncoderFiles,
  HeadFiles,
  HeadsLoaded,
  InferenceReply,
  InferenceRequest,
  InferenceResults,
  PackedTokens,
  Ride,
  SessionSettings,
} from '../contract/messages';
import { mergeHead } from '../graph/merge';
import { encoderGraph } from './encoderDirectory';
import { EncoderSession } from './encoderSession';
import { gatherRecords } from './gatherRecords';
import { HeadSession } from './headSession';
import { OneGraphSession } from './oneGraphSession';
import { openSession } from './runtime';

type Request<T extends InferenceRequest['type']> = Extract<InferenceRequest, { type: T }>;

/** The sessions of one model. */
interface LoadedModel {
  heads: Map<HeadKind, HeadSession>;
  /** Encoder and text-aware head together; null where they run apart. */
  whole: OneGraphSession | null;
}

let encoder: EncoderSession | undefined;
let encoderFiles: EncoderFiles | undefined;
let settings: SessionSettings = { threads: 1, provider: 'cpu', deviceId: 0 };
const models = new Map<string, LoadedModel>();

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
    case 'encode':
      return encode(request);
    case 'run_head': {
      const { result, seconds } = await timed(() => headOf(request.key, request.kind).run(request.inputs));
      return { outputs: result, seconds };
    }
  }
}

async function encode({ texts, ride }: Request<'encode'>): Promise<InferenceResults['encode']> {
  if (!encoder || !encoderFiles) throw new Error('no encoder is loaded');
  if (ride?.oneGraph) return encodeInOneGraph(texts, ride);
  const session = encoder;
  const { result: vectors, seconds } = await timed(() => session.encode(texts));
  if (!ride) return { vectors, outputs: null, seconds, headSeconds: null };
  const { dimension } = encoderFiles;
  const inputs = gatherRecords(ride.records, vectors, { dimension, halved: settings.halved ?? false });
  const head = await timed(() => headOf(ride.records.key, 'text_aware').run(inputs));
  return {
    vectors: ride.vectors ? vectors : new Float32Array(),
    outputs: head.result,
    seconds,
    headSeconds: head.seconds,
  };
}

async function encodeInOneGraph(
  texts: PackedTokens,
  { records, vectors }: Ride,
): Promise<InferenceResults['encode']> {
  const whole = models.get(records.key)?.whole;
  if (!whole) throw new Error(`model ${records.key} has no graph with the encoder here`);
  const { result, seconds } = await timed(() => whole.run(texts, records, vectors));
  return { ...result, seconds, headSeconds: null };
}

function headOf(key: string, kind: HeadKind): HeadSession {
  const head = models.get(key)?.heads.get(kind);
  if (!head) throw new Error(`model ${key} has no ${kind} head here`);
  return head;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

async function loadEncoder({ encoder: files, settings: wanted }: Request<'load_encoder'>): Promise<null> {
  const { session } = await openSession(await encoderGraph(files), wanted);
  encoder = new EncoderSession(session, files, wanted.steps);
  encoderFiles = files;
  settings = wanted;
  return null;
}

async function loadHeads({ key, heads: files }: HeadFiles): Promise<HeadsLoaded> {
  const heads = new Map<HeadKind, HeadSession>();
  let whole: OneGraphSession | null = null;
  let apart: string | null = 'it was not asked for';
  for (const [kind, file] of Object.entries(files) as [HeadKind, CheckedFile][]) {
    const bytes = await checkedBytes(file);
    const { session } = await openSession(bytes, settings);
    heads.set(kind, new HeadSession(session));
    if (kind !== 'text_aware' || !settings.oneGraph) continue;
    try {
      whole = await openWhole(bytes);
      apart = null;
    } catch (error) {
      apart = (error as Error).message;
    }
  }
  models.set(key, { heads, whole });
  return { widths: Object.fromEntries([...heads].map(([kind, { widths }]) => [kind, widths])), apart };
}

/** Its session holds weights of the encoder of its own, beside those of the encoder that runs alone. */
async function openWhole(head: Uint8Array): Promise<OneGraphSession> {
  if (!encoderFiles) throw new Error('no encoder is loaded');
  const { dimension } = encoderFiles;
  const { halved = false } = settings;
  const graph = mergeHead(await encoderGraph(encoderFiles), head, { dimension, halved });
  const { session } = await openSession(graph, settings);
  return new OneGraphSession(session, encoderFiles, settings.steps);
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
