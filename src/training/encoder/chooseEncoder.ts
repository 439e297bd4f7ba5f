import { z } from 'zod';
import { readEncoderDirectory, type EncoderDirectory } from '../../engine/encoderDirectory';
import type { Engine } from '../../engine/engine';
import { SHIPPED_ENCODERS } from '../../engine/modelEncoder';
import { TextTokenizer } from '../../engine/tokenizer';

/** How many tokens a text comes to with an encoder, on average. */
export interface Reading {
  /** Directory of the encoder. */
  directory: string;
  name: string;
  tokens: number;
}

/** The encoder that texts are read with. */
export interface TextReader {
  engine: Engine;
  /** What was compared to choose it; nothing where it was not chosen. */
  readings: Reading[];
  /** Ends it where it is another than was given. */
  close(): Promise<void>;
}

/** Texts that are looked at: enough to tell a shop's language. */
const SAMPLE = 2000;
/** A word without a piece says nothing: it counts as so many tokens. */
const UNKNOWN_COSTS = 8;
/**
 * Another encoder is taken where it needs less than this share of the first one's tokens. Measured, multilingual to
 * English: English products 1.11 to 1.27; German, French, Spanish, Portuguese and Italian .82 to .85, all others less.
 */
const CLEARLY_FEWER = 0.95;

const wordPiece = z.looseObject({
  model: z.looseObject({ unk_token: z.string(), vocab: z.record(z.string(), z.number()) }),
});

/**
 * The encoder whose pieces suit the language of the texts: a tokenizer cuts words of a language that it was not made
 * for into several times as many pieces. `places` are directories of encoders; the first is taken in doubt.
 */
export async function readingsOf(texts: readonly string[], places: readonly string[]): Promise<Reading[]> {
  const step = Math.max(1, Math.ceil(texts.length / SAMPLE));
  const sample = texts.filter((_, at) => at % step === 0);
  const encoders = await Promise.all(places.map((place) => readEncoderDirectory(place, { provider: 'cpu' })));
  return encoders.map((encoder) => ({
    directory: encoder.directory,
    name: encoder.name,
    tokens: tokensOf(encoder, sample) / Math.max(1, sample.length),
  }));
}

/** The directory that `readingsOf` speaks for. */
export function bestReading(readings: readonly Reading[]): Reading {
  const [first] = readings;
  const fewest = readings.reduce((best, reading) => (reading.tokens < best.tokens ? reading : best));
  return fewest.tokens < CLEARLY_FEWER * first.tokens ? fewest : first;
}

/**
 * Of the running encoder and the multilingual one that ships, the one whose pieces suit the texts; it runs in the same
 * processes. Without texts it is the running one.
 */
export async function readerOf(engine: Engine, texts: Iterable<string>): Promise<TextReader> {
  const own = engine.encoder.directory;
  const distinct = [...new Set(texts)].filter((text) => text !== '');
  const kept = { engine, readings: [], close: () => Promise.resolve() };
  if (distinct.length === 0) return kept;
  const readings = await readingsOf(distinct, [own, SHIPPED_ENCODERS.multilingual]);
  const { directory } = bestReading(readings);
  if (directory === own) return { ...kept, readings };
  const other = await engine.beside(directory);
  return { engine: other, readings, close: () => other.close() };
}

/** What was compared, in one sentence, the encoder that is taken first. */
export function readingText(readings: readonly Reading[]): string {
  const taken = bestReading(readings);
  const others = readings.filter((reading) => reading !== taken);
  const told = ({ name, tokens }: Reading) => `${name} (${tokens.toFixed(1)} tokens a text)`;
  return `Texts are read with ${told(taken)}, not with ${others.map(told).join(', ')}; --encoder says which.`;
}

function tokensOf(encoder: EncoderDirectory, texts: readonly string[]): number {
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  const read = wordPiece.safeParse(encoder.tokenizerJson);
  const unknown = read.success ? read.data.model.vocab[read.data.model.unk_token] : -1;
  let tokens = 0;
  for (const text of texts) {
    for (const id of tokenizer.tokenize(text).ids) tokens += id === unknown ? UNKNOWN_COSTS : 1;
  }
  return tokens;
}
