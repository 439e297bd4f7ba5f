import { readEncoderDirectory } from '../../engine/encoderDirectory';
import type { Engine } from '../../engine/engine';
import { SHIPPED_ENCODERS } from '../../engine/modelEncoder';
import { TextTokenizer } from '../../engine/tokenizer';
import { knownShare } from '../../shop/words/knownWords';

/** How well an encoder's pieces suit texts. */
export interface Reading {
  /** Directory of the encoder. */
  directory: string;
  name: string;
  /** Tokens that a text comes to, on average. */
  tokens: number;
  /** Share of the letters that stand in words which it learnt whole. */
  known: number;
}

/** The encoder that texts are read with. */
export interface TextReader {
  engine: Engine;
  /** What was looked at to choose it; nothing where it was not chosen. */
  readings: Reading[];
  /** Ends it where it is another than was given. */
  close(): Promise<void>;
}

/** Texts that are looked at: enough to tell a shop's language. */
const SAMPLE = 2000;
/** A word without a piece says nothing: it counts as so many tokens. */
const UNKNOWN_COSTS = 8;
/**
 * Another encoder is taken where it needs less than this share of the first one's tokens, and the first one knows less than
 * half of the letters. Multilingual to English, of 200 shops of 20 products each: English ones 1.04 and more, those of
 * eleven other languages .94 and less; what the English one knows is .69 and more, and .37 and less.
 */
const FEWER = 0.97;
const HALF = 0.5;

/** How well the pieces of encoders suit texts. `places` are their directories; the first is taken in doubt. */
export type TextJudge = (texts: readonly string[]) => Reading[];

export async function textJudge(places: readonly string[]): Promise<TextJudge> {
  return judgeOf(await Promise.all(places.map(pieces)));
}

/** What tells how an encoder reads. */
type Pieces = Pick<Engine, 'encoder' | 'tokenizer'>;

export async function pieces(directory: string): Promise<Pieces> {
  const encoder = await readEncoderDirectory(directory, { provider: 'cpu' });
  return { encoder, tokenizer: new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder) };
}

function judgeOf(read: readonly Pieces[]): TextJudge {
  return (texts) => {
    const step = Math.max(1, Math.ceil(texts.length / SAMPLE));
    const sample = texts.filter((_, at) => at % step === 0);
    return read.map(({ encoder: { directory, name }, tokenizer }) => ({
      directory,
      name,
      tokens: tokensOf(tokenizer, sample) / Math.max(1, sample.length),
      known: knownShare(sample, tokenizer.isWord),
    }));
  };
}

/**
 * The encoder whose pieces suit the language of the texts: a tokenizer cuts words of a language that it was not made
 * for into several times as many pieces.
 */
export function bestReading(readings: readonly Reading[]): Reading {
  const [first] = readings;
  const fewest = readings.reduce((best, reading) => (reading.tokens < best.tokens ? reading : best));
  return fewest.tokens < FEWER * first.tokens && first.known < HALF ? fewest : first;
}

/** How well an encoder suits texts; of a shop that it does not know well also how others do, which take longer to open. */
export async function readingsOf(
  texts: readonly string[],
  first: Pieces,
  others: readonly string[],
): Promise<Reading[]> {
  const own = judgeOf([first])(texts);
  return own[0].known < HALF ? [...own, ...(await textJudge(others))(texts)] : own;
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
  const readings = await readingsOf(distinct, engine, [SHIPPED_ENCODERS.multilingual]);
  const { directory } = bestReading(readings);
  if (directory === own) return { ...kept, readings };
  const other = await engine.beside(directory);
  return { engine: other, readings, close: () => other.close() };
}

/** What was looked at, in one sentence, the encoder that is taken first. */
export function readingText(readings: readonly Reading[]): string {
  const taken = bestReading(readings);
  const others = readings.filter((reading) => reading !== taken);
  const told = ({ name, tokens }: Reading) => `${name} (${tokens.toFixed(1)} tokens a text)`;
  const refused = others.length > 0 ? `, not with ${others.map(told).join(', ')}` : '';
  return `Texts are read with ${told(taken)}${refused}; --encoder says which.`;
}

function tokensOf(tokenizer: TextTokenizer, texts: readonly string[]): number {
  let tokens = 0;
  for (const text of texts) {
    for (const id of tokenizer.tokenize(text).ids) tokens += id === tokenizer.unknown ? UNKNOWN_COSTS : 1;
  }
  return tokens;
}
