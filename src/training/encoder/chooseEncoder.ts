import { readEncoderDirectory } from '../../engine/encoderDirectory';
import type { Engine } from '../../engine/engine';
import { SHIPPED_ENCODERS } from '../../engine/modelEncoder';
import { TextTokenizer } from '../../engine/tokenizer';
import { knownShare } from '../../shop/words/knownWords';

/** How well an encoder's tokens suit texts. */
export interface Reading {
  /** Directory of the encoder. */
  directory: string;
  name: string;
  /** Mean number of tokens per text. */
  tokens: number;
  /** Share of the letters in words that are single tokens. */
  known: number;
}

/** The encoder chosen for texts. */
export interface TextReader {
  engine: Engine;
  /** The measurements that led to the choice; empty if there was no choice. */
  readings: Reading[];
  /** Closes it if it is not the given one. */
  close(): Promise<void>;
}

/** Number of texts examined: enough to recognise a shop's language. */
const SAMPLE = 2000;
/** A word without tokens carries no information: it counts as this many tokens. */
const UNKNOWN_COSTS = 8;
/**
 * Another encoder is chosen if it needs less than this share of the first one's tokens, and the first one knows less
 * than half of the letters. Multilingual to English, for 200 shops of 20 products each: English shops 1.04 and more,
 * those of eleven other languages .94 and less; share known to the English one .69 and more, and .37 and less.
 */
const FEWER = 0.97;
const HALF = 0.5;

/** How well the tokens of encoders suit texts. `places` are their directories; the first is used in doubt. */
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
 * The encoder whose tokens suit the language of the texts: a tokenizer splits words of other languages into several
 * times as many pieces.
 */
export function bestReading(readings: readonly Reading[]): Reading {
  const [first] = readings;
  const fewest = readings.reduce((best, reading) => (reading.tokens < best.tokens ? reading : best));
  return fewest.tokens < FEWER * first.tokens && first.known < HALF ? fewest : first;
}

/**
 * How well an encoder suits texts; if it does not know them well, also how well the others do, which take longer to
 * open.
 */
export async function readingsOf(
  texts: readonly string[],
  first: Pieces,
  others: readonly string[],
): Promise<Reading[]> {
  const own = judgeOf([first])(texts);
  return own[0].known < HALF ? [...own, ...(await textJudge(others))(texts)] : own;
}

/**
 * Of the running encoder and the shipped multilingual one, the one whose tokens suit the texts; it runs in the same
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

/** The measurements in one sentence, the chosen encoder first. */
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
