/**
 * For product texts and their translations word by word, how often the right one is the nearest, there and back. Takes the
 * first texts of a column whose words are all in the lists.
 *
 *   npx tsx scripts/words/translated/nearest.ts DATA [--text Description] [--texts 500] [--encoder onnx/encoder-multilingual]
 */
import { parseArgs } from 'node:util';
import { readColumn } from '../../../src/cli/readColumn';
import { encodeTexts } from '../../../src/engine/encodeTexts';
import { Engine } from '../../../src/engine/engine';
import { dataFile } from '../../../src/ingest/file/dataFile';
import { WordTranslator } from './wordTranslator';

const LANGUAGES = ['de', 'zh'];
/** Texts of fewer words have too many others that mean the same. */
const FEWEST_WORDS = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: { type: 'string', default: 'Description' },
    texts: { type: 'string', default: '500' },
    encoder: { type: 'string', default: 'onnx/encoder-multilingual' },
  },
});
const [data] = positionals;
if (!data) throw new Error('usage: npx tsx scripts/words/translated/nearest.ts DATA');

void main();

async function main(): Promise<void> {
  const texts = chosen(await readColumn(dataFile(data), values.text));
  const engine = await Engine.start({ encoder: values.encoder });
  try {
    const inLanguage = new Map([['en', await encodeTexts(engine, texts)]]);
    for (const language of LANGUAGES) {
      const translator = new WordTranslator(language);
      const translated = texts.map((text) => translator.translate(text));
      inLanguage.set(language, await encodeTexts(engine, translated));
    }
    console.log(`${texts.length} texts`);
    for (const [from, one] of inLanguage)
      for (const [to, other] of inLanguage)
        if (from !== to)
          console.log(`${from} to ${to}: ${shareNearest(one, other, texts.length).toFixed(3)}`);
  } finally {
    await engine.close();
  }
}

function chosen(all: string[]): string[] {
  const translators = LANGUAGES.map((language) => new WordTranslator(language));
  const distinct = new Set(all.map((text) => text.trim()).filter((text) => /[A-Z]/.test(text)));
  const whole = [...distinct].filter((text) => {
    translators.forEach((translator) => translator.translate(text));
    const known = translators.every(({ unknown }) => unknown === 0);
    for (const translator of translators) translator.unknown = 0;
    return known && text.split(/\s+/).length >= FEWEST_WORDS;
  });
  return whole.slice(0, Number(values.texts));
}

/** Unit vectors [N, D] each, row by row of the same product. */
function shareNearest(from: Float32Array, to: Float32Array, count: number): number {
  const dimension = from.length / count;
  let right = 0;
  for (let row = 0; row < count; row++) {
    let [best, nearest] = [-Infinity, -1];
    for (let other = 0; other < count; other++) {
      let similarity = 0;
      for (let at = 0; at < dimension; at++)
        similarity += from[row * dimension + at] * to[other * dimension + at];
      if (similarity > best) [best, nearest] = [similarity, other];
    }
    if (nearest === row) right += 1;
  }
  return right / count;
}
