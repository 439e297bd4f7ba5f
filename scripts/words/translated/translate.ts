/**
 * Sales with their product texts in another language: a stand-in for a shop there whose sales are known. Says how many words
 * stayed English. `--to en` changes nothing, which with `--share` draws the same products.
 *
 *   npx tsx scripts/words/translated/translate.ts DATA OUT --to de|zh|en [--text Description] [--product StockCode] [--share 1]
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { WordTranslator } from './wordTranslator';

type Row = Record<string, string>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: 'string', default: 'de' },
    text: { type: 'string', default: 'Description' },
    product: { type: 'string', default: 'StockCode' },
    share: { type: 'string', default: '1' },
  },
});
const [data, out] = positionals;
if (!data || !out) throw new Error('usage: npx tsx scripts/words/translated/translate.ts DATA OUT --to de');

const translator = values.to === 'en' ? null : new WordTranslator(values.to);
const done = new Map<string, string>();

void main();

async function main(): Promise<void> {
  const file = createReadStream(data);
  const rows = (data.endsWith('.gz') ? file.pipe(createGunzip()) : file).pipe(
    parse({ columns: true, bom: true }),
  );
  await pipeline(Readable.from(translatedRows(rows)), stringify({ header: true }), createWriteStream(out));
  const { words, unknown } = translator ?? { words: 1, unknown: 0 };
  console.log(`${done.size} texts; ${((100 * unknown) / words).toFixed(1)}% of their words stayed English`);
}

async function* translatedRows(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows)
    if (isTaken(row[values.product])) yield { ...row, [values.text]: translated(row[values.text]) };
}

/** The same products in every run, by the hash of their names. */
function isTaken(product: string): boolean {
  return createHash('sha256').update(product).digest().readUInt32BE() < Number(values.share) * 2 ** 32;
}

function translated(text: string): string {
  let found = done.get(text);
  if (found === undefined) done.set(text, (found = translator?.translate(text) ?? text));
  return found;
}
